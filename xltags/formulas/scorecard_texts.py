"""Texts about points and verdicts, as formulas."""

from xltags.formulas.wording import quoted

POINTS_FORMAT = quoted("0000000000000;-000000000000")


def points_text(micro: str) -> str:
    """Points as people read them, from millionths; written without TEXT, whose decimal sign depends on the country."""
    whole = f"INT(ABS({micro})/1000000)"
    rest = f"ABS({micro})-1000000*{whole}"
    digits = f'TRIM(SUBSTITUTE("1"&RIGHT("000000"&({rest}),6),"0"," "))'
    fraction = f'IF({rest}=0,"","."&MID(SUBSTITUTE({digits}," ","0"),2,6))'
    return f'IF({micro}<0,"-","")&{whole}&{fraction}'


def rejection(outcome: str, only_pass: str) -> str:
    """1 where the deciding band of a hard indicator rejects, or no band decides though all bands are passes."""
    return f"IF({outcome}=2,1,IF({outcome}=1,0,{only_pass}))"
