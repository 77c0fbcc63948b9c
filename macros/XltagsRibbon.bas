Attribute VB_Name = "XltagsRibbon"
Option Explicit
Option Private Module

' The ribbon's callbacks. They hold no logic: a button's tag names the action, and Python does it.
Private TheRibbon As IRibbonUI
Private Busy As Boolean

Public Sub XltagsOnLoad(ribbon As IRibbonUI)
    Set TheRibbon = ribbon
End Sub

' A tag is an action, or an action with a question after "?", whose answer it works on.
Public Sub XltagsOnAction(control As IRibbonControl)
    Dim mark As Long
    mark = InStr(control.Tag, "?")
    If mark = 0 Then
        XltagsRun control.Tag
    Else
        XltagsAsk Left$(control.Tag, mark - 1), Mid$(control.Tag, mark + 1)
    End If
End Sub

' Enabled whenever no other button is at work.
Public Sub XltagsIsIdle(control As IRibbonControl, ByRef returnedVal)
    returnedVal = Not Busy
End Sub

Public Sub XltagsHasWorkbook(control As IRibbonControl, ByRef returnedVal)
    returnedVal = Not Busy And Not (ActiveWorkbook Is Nothing)
End Sub

Public Sub XltagsHasCustomers(control As IRibbonControl, ByRef returnedVal)
    returnedVal = False
    If Not Busy And Not (ActiveWorkbook Is Nothing) Then returnedVal = XltagsFindsTable("Customers")
End Sub

' Whether the active cell is in the table of customers.
Public Sub XltagsIsOnCustomer(control As IRibbonControl, ByRef returnedVal)
    Dim table As ListObject
    returnedVal = False
    On Error Resume Next
    Set table = ActiveCell.ListObject
    If Not table Is Nothing Then returnedVal = XltagsIsTable(table.Name, "Customers")
End Sub

Public Sub XltagsRefresh()
    On Error Resume Next
    If Not TheRibbon Is Nothing Then TheRibbon.Invalidate
End Sub

Public Function XltagsFindsTable(ByVal tableName As String) As Boolean
    Dim sheet As Worksheet
    Dim table As ListObject
    For Each sheet In ActiveWorkbook.Worksheets
        For Each table In sheet.ListObjects
            If XltagsIsTable(table.Name, tableName) Then XltagsFindsTable = True
        Next table
    Next sheet
End Function

Private Function XltagsIsTable(ByVal found As String, ByVal tableName As String) As Boolean
    XltagsIsTable = LCase$(found) = LCase$(tableName) Or LCase$(found) = "tbl" & LCase$(tableName)
End Function

Public Sub XltagsRun(ByVal action As String)
    If Busy Then Exit Sub
    If Not XltagsIsAction(action) Then
        MsgBox "xltags has no action " & action, vbExclamation, "xltags"
        Exit Sub
    End If
    Busy = True
    XltagsRefresh
    On Error GoTo Done
    RunPython XltagsPythonCommand(action)
Done:
    Busy = False
    XltagsRefresh
    If Err.Number <> 0 Then MsgBox Err.Description, vbExclamation, "xltags"
End Sub

' An action is lower-case letters and _, with what it works on after a colon.
Public Function XltagsIsAction(ByVal action As String) As Boolean
    Dim place As Long
    XltagsIsAction = Len(action) > 0
    For place = 1 To Len(action)
        If InStr("abcdefghijklmnopqrstuvwxyz_:", Mid$(action, place, 1)) = 0 Then XltagsIsAction = False
    Next place
End Function

' Asks for a text, such as a name, and runs the action with it. What is typed reaches Python in letters only.
Private Sub XltagsAsk(ByVal action As String, ByVal question As String)
    Dim answer As Variant
    answer = Application.InputBox(question, "xltags", Type:=2)
    If VarType(answer) = vbBoolean Then Exit Sub
    If Len(Trim$(answer)) > 0 Then XltagsRun action & ":" & XltagsSpelled(CStr(answer))
End Sub

' The code of each character as four letters from a to p.
Public Function XltagsSpelled(ByVal text As String) As String
    Dim place As Long, code As Long, size As Long
    For place = 1 To Len(text)
        code = AscW(Mid$(text, place, 1)) And &HFFFF&
        size = 4096
        Do While size > 0
            XltagsSpelled = XltagsSpelled & Chr$(97 + ((code \ size) And 15))
            size = size \ 16
        Loop
    Next place
End Function

Public Function XltagsPythonCommand(ByVal action As String) As String
    XltagsPythonCommand = "from xltags.excel import ribbon; ribbon.run('" & action & "')"
End Function
