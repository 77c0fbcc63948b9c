Attribute VB_Name = "xlwings"
Option Explicit

' Stands for the runtime of xlwings: writes down what it is to run, and tells the resident Python where that is asked for.
Public StartsPython As Boolean

Public Function RunPython(PythonCommand As String)
    TwinWrite Environ("XLTAGS_TWIN") & "/commands.txt", PythonCommand, True
    If StartsPython Then TwinTell "run"
    RunPython = 0
End Function

Public Function XLPy() As Object
    Set XLPy = New TwinPython
End Function

' Waits until Python has done it: both pipes block until the other side is there.
Public Sub TwinTell(what As String)
    Shell "/bin/sh", 0, Environ("XLTAGS_TWIN") & "/tell.sh " & what, True
End Sub

Public Sub TwinWrite(path As String, text As String, more As Boolean)
    Dim files As Object, stream As Object, before As String
    files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
    If more And files.exists(path) Then before = TwinRead(path)
    If files.exists(path) Then files.kill(path)
    stream = CreateUnoService("com.sun.star.io.TextOutputStream")
    stream.setOutputStream(files.openFileWrite(path))
    stream.setEncoding("UTF-8")
    stream.writeString(before & text & Chr(10))
    stream.closeOutput()
End Sub

Public Function TwinRead(path As String) As String
    Dim files As Object, stream As Object
    files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
    stream = CreateUnoService("com.sun.star.io.TextInputStream")
    stream.setInputStream(files.openFileRead(path))
    stream.setEncoding("UTF-8")
    TwinRead = stream.readString(Array(), False)
    stream.closeInput()
End Function
