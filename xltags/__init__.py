"""Customer tags, ICP scores and lead reports that can be trusted, inside the workbook a B2B team already uses.

Glossary (one word, one meaning, in code, headers and messages):

* *tag*: an allowed value of a tag group; what stands in a customer's cell. *label*: how a tag is written.
* *tag group*: a facet of customers, such as industry or source. *family*: the kind of question a group answers.
* *taxonomy*: all tag groups and tags. *parent*: the wider tag a tag belongs to. *synonym*: another spelling of a tag.
* *indicator*: a characteristic of the ideal customer. *band*: one rule of an indicator. *points*: what a band adds.
* *score*: the sum of a customer's points. *tier*: A, B, C or D. *scorecard*: indicators, bands, tiers, chain rules.
* *ICP*: the ideal customer profile. *chain*: the people who decide a purchase.
* *purity*: the share of judged leads that fit. *cohort*: the leads of one month of first contact.
* *segment*: a group of customers to act on.
* *finding*: something wrong in a workbook, with place, reason and remedy. *severity*: error, warning or note.
* *check*: a function that yields findings. *report*: facts and a summary made from a dataset.
* *book*: a workbook as a door sees it: a file, a live Excel workbook, or memory.
"""

from xltags.version import __version__

__all__ = ["__version__"]
