Attribute VB_Name = "XltagsRibbon"
Option Explicit
Option Private Module

' The ribbon's callbacks. They hold no logic: a button's tag names the action, and Python does it.
Private TheRibbon As IRibbonUI
Private Busy As Boolean

Public Sub XltagsOnLoad(ribbon As IRibbonUI)
    Set TheRibbon = ribbon
End Sub

Public Sub XltagsOnAction(control As IRibbonControl)
    XltagsRun control.Tag
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

Public Sub XltagsRefresh()
    On Error Resume Next
    If Not TheRibbon Is Nothing Then TheRibbon.Invalidate
End Sub

Public Function XltagsFindsTable(ByVal tableName As String) As Boolean
    Dim sheet As Worksheet
    Dim table As ListObject
    For Each sheet In ActiveWorkbook.Worksheets
        For Each table In sheet.ListObjects
            If LCase$(table.Name) = LCase$(tableName) Then XltagsFindsTable = True
        Next table
    Next sheet
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

Public Function XltagsPythonCommand(ByVal action As String) As String
    XltagsPythonCommand = "from xltags.excel import ribbon; ribbon.run('" & action & "')"
End Function
