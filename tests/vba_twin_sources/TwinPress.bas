Attribute VB_Name = "TwinPress"
Option Explicit

' Presses buttons as Excel does: through the callback that the ribbon names.
Public Sub TwinPressButton(name As String, starts As Boolean)
    Dim control As New TwinControl
    control.Tag = name
    StartsPython = starts
    XltagsOnAction control
End Sub

' Stands for the person who answers a question of a button.
Public Function TwinAnswer(question As String)
    TwinWrite Environ("XLTAGS_TWIN") & "/questions.txt", question, True
    TwinAnswer = Left(TwinRead(Environ("XLTAGS_TWIN") & "/answer.txt"), 10000)
    If TwinAnswer = "cancel" Then TwinAnswer = False
End Function
