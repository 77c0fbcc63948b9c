' Runs in the profile of LibreOffice: opens the twin, presses the buttons named in buttons.txt, lays customers.txt out in
' cells, puts a formula beside them and changes a cell. What is seen goes into seen.txt.
Dim Seen As String

Sub Main
    On Error GoTo Failed
    Dim folder As String, document As Object, library As String, line As Variant
    folder = Environ("XLTAGS_TWIN")
    document = StarDesktop.loadComponentFromURL(ConvertToUrl(folder & "/twin.xlsm"), "_blank", 0, Options())
    For Each line In document.BasicLibraries.ElementNames
        If line <> "Standard" Then library = line
    Next line
    Note "library " & library
    For Each line In document.BasicLibraries.getByName(library).ElementNames
        Note "module " & line
    Next line
    For Each line In Lines(folder & "/buttons.txt")
        Press document, library, Mid(line, 2), Left(line, 1) = "*"
    Next line
    Formulas document, folder
    document.close(True)
    Finish folder
    Exit Sub
Failed:
    Note "failed " & Erl & " " & Error$
    Finish folder
End Sub

Sub Finish(folder As String)
    Dim files As Object, stream As Object
    files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
    stream = CreateUnoService("com.sun.star.io.TextOutputStream")
    stream.setOutputStream(files.openFileWrite(folder & "/seen.txt"))
    stream.setEncoding("UTF-8")
    stream.writeString(Seen)
    stream.closeOutput()
    StarDesktop.terminate()
End Sub

Sub Note(text As String)
    Seen = Seen & text & Chr(10)
End Sub

Function Options()
    Dim hidden As New com.sun.star.beans.PropertyValue, macros As New com.sun.star.beans.PropertyValue
    hidden.Name = "Hidden" : hidden.Value = True
    macros.Name = "MacroExecutionMode" : macros.Value = 4
    Options = Array(hidden, macros)
End Function

Function Lines(path As String)
    Dim files As Object, stream As Object, text As String
    files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
    stream = CreateUnoService("com.sun.star.io.TextInputStream")
    stream.setInputStream(files.openFileRead(path))
    stream.setEncoding("UTF-8")
    text = stream.readString(Array(), False)
    stream.closeInput()
    Lines = Split(text, Chr(10))
End Function

Sub Press(document As Object, library As String, name As String, starts As Boolean)
    Dim script As Object
    If name = "" Then Exit Sub
    script = document.getScriptProvider().getScript( _
        "vnd.sun.star.script:" & library & ".TwinPress.TwinPressButton?language=Basic&location=document")
    script.invoke(Array(name, starts), Array(), Array())
End Sub

' A line of customers.txt is a row; cells are parted by tabs, # leads a number.
Sub Formulas(document As Object, folder As String)
    Dim sheet As Object, rows As Variant, cells As Variant, row As Long, column As Long, last As Long
    sheet = document.Sheets.getByIndex(0)
    rows = Lines(folder & "/customers.txt")
    For row = 0 To UBound(rows)
        cells = Split(rows(row), Chr(9))
        For column = 0 To UBound(cells)
            If Left(cells(column), 1) = "#" Then
                sheet.getCellByPosition(column, row + 9).Value = Val(Mid(cells(column), 2))
            Else
                sheet.getCellByPosition(column, row + 9).String = cells(column)
            End If
        Next column
    Next row
    For Each cells In Lines(folder & "/formulas.txt")
        If cells <> "" Then TakeStep sheet, Split(cells, Chr(9))
    Next cells
End Sub

' place, what, text: "array" puts a formula, "value" a number, "see" notes what a place shows.
Sub TakeStep(sheet As Object, parts As Variant)
    Dim area As Object, row As Variant, value As Variant, text As String
    area = sheet.getCellRangeByName(parts(0))
    Select Case parts(1)
    Case "array"
        area.setArrayFormula(parts(2))
    Case "value"
        area.getCellByPosition(0, 0).Value = Val(parts(2))
    Case "see"
        text = parts(2)
        For Each row In area.getDataArray()
            For Each value In row
                text = text & Chr(9) & value
            Next value
        Next row
        Note "see " & text
    End Select
End Sub
