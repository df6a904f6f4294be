@echo off
rem Runs Python on GraalPy with threading in Java. Takes CPython's command line, and one flag of its own as the
rem first argument: --builtin-threading, to run on GraalPy's own threading module instead. Child processes then do so too.
setlocal DisableDelayedExpansion
for %%d in ("%~dp0..") do set "home=%%~fd"

set "jdk="
if exist "%home%\runtime\bin\java.exe" set "jdk=%home%\runtime"
if not defined jdk if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined jdk for %%j in (java.exe) do if not "%%~$PATH:j" == "" call :consider "%%~dp$PATH:j.."
if not defined jdk call :search "%ProgramFiles%\Eclipse Adoptium"
if not defined jdk call :search "%ProgramFiles%\Java"
if not defined jdk call :search "%ProgramFiles%\Microsoft"
if not defined jdk call :search "%ProgramFiles%\Zulu"
if not defined jdk call :search "%ProgramFiles%\Amazon Corretto"
if not defined jdk call :search "%ProgramFiles%\BellSoft"
if not defined jdk call :search "%LOCALAPPDATA%\Programs\Eclipse Adoptium"
if not defined jdk call :search "%USERPROFILE%\.jdks"
if not defined jdk (
  echo jthreading: no JDK 25 found; install one ^(for example from https://adoptium.net^) and set JAVA_HOME to it>&2
  exit /b 1
)

rem Batch files cannot shift %*, so the flag stays in the list and is cut off as text.
set "module=--jthreading --jthreading.IdleWorkers=128"
if "%JTHREADING_OPTIONS%" == "--builtin-threading" set "module="
set arguments=%*
if not "%~1" == "--builtin-threading" goto :run
set "module="
set "JTHREADING_OPTIONS=--builtin-threading"
set arguments=%arguments:*--builtin-threading=%
if defined arguments if "%arguments:~0,1%" == "^"" set arguments=%arguments:~1%

:run
rem The optimising compiler fits the runtime of its own version. Where there is none, Truffle interprets. The distribution's own runtime
rem has the compiler inside, and takes a cache of loaded classes.
set optimising=-Dpolyglot.engine.WarnInterpreterOnly=false
set "late="
set "runtime="
for %%r in ("%home%\lib\truffle-runtime-*.jar") do set "runtime=%%~nxr"
if defined runtime if exist "%home%\lib\compiler\%runtime:truffle-runtime-=compiler-%" set optimising=--upgrade-module-path "%home%\lib\compiler"
if defined runtime if exist "%home%\lib\compiler\%runtime:truffle-runtime-=compiler-%" set "late=yes"
set "cache=%home%\runtime\lib\jthreading.aot"
if "%jdk%" == "%home%\runtime" set "optimising="
if "%jdk%" == "%home%\runtime" set "late=yes"
if "%jdk%" == "%home%\runtime" if exist "%cache%" set optimising="-XX:AOTCache=%cache%" -Xlog:aot=off -Xlog:cds=off
if defined late set late="@%home%\polyglot-config\late-compilation.args"

"%jdk%\bin\java.exe" "@%home%\polyglot-config\jvm.args" "@%home%\polyglot-config\first-compiler.args" %late% %optimising% ^
  "-Dorg.graalvm.launcher.executablename=%~f0" -cp "%home%\lib\*" com.oracle.graal.python.shell.GraalPythonMain ^
  --experimental-options --engine.WarnVirtualThreadSupport=false %module% --jthreading-launcher %arguments%
set "status=%ERRORLEVEL%"
if "%~1" == "--version" for %%j in ("%home%\lib\jthreading-*.jar") do for /f "tokens=1* delims=-" %%v in ("%%~nj") do echo %%v %%w
exit /b %status%

rem Sets jdk to the given directory if that is a JDK 25.
:consider
if not exist "%~f1\bin\java.exe" exit /b
if not exist "%~f1\release" exit /b
findstr /b /c:"JAVA_VERSION=\"25\"" /c:"JAVA_VERSION=\"25." "%~f1\release" >nul && set "jdk=%~f1"
exit /b

rem Considers the directories in the given one.
:search
if not exist "%~1" exit /b
for /d %%c in ("%~1\*25*") do if not defined jdk call :consider "%%~c"
exit /b
