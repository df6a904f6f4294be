@echo off
rem Runs Python on GraalPy with threading in Java. Takes CPython's command line, and one flag of its own as the
rem first argument: --builtin-threading, to run on GraalPy's own threading module instead. Child processes then do so too.
setlocal DisableDelayedExpansion
rem The program gets what is set here, and HOME is home: so all names begin with jt_.
for %%d in ("%~dp0..") do set "jt_home=%%~fd"

set "jt_jdk="
if exist "%jt_home%\runtime\bin\java.exe" set "jt_jdk=%jt_home%\runtime"
if not defined jt_jdk if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined jt_jdk for %%j in (java.exe) do if not "%%~$PATH:j" == "" call :consider "%%~dp$PATH:j.."
if not defined jt_jdk call :search "%ProgramFiles%\Eclipse Adoptium"
if not defined jt_jdk call :search "%ProgramFiles%\Java"
if not defined jt_jdk call :search "%ProgramFiles%\Microsoft"
if not defined jt_jdk call :search "%ProgramFiles%\Zulu"
if not defined jt_jdk call :search "%ProgramFiles%\Amazon Corretto"
if not defined jt_jdk call :search "%ProgramFiles%\BellSoft"
if not defined jt_jdk call :search "%LOCALAPPDATA%\Programs\Eclipse Adoptium"
if not defined jt_jdk call :search "%USERPROFILE%\.jdks"
if not defined jt_jdk (
  echo jthreading: no JDK 25 found; install one ^(for example from https://adoptium.net^) and set JAVA_HOME to it>&2
  exit /b 1
)

rem Batch files cannot shift %*, so the flag stays in the list and is cut off as text.
set "jt_module=--jthreading --jthreading.IdleWorkers=128"
if "%JTHREADING_OPTIONS%" == "--builtin-threading" set "jt_module="
set jt_arguments=%*
if not "%~1" == "--builtin-threading" goto :run
set "jt_module="
set "JTHREADING_OPTIONS=--builtin-threading"
set jt_arguments=%jt_arguments:*--builtin-threading=%

:run
rem The optimising compiler fits the runtime of its own version. Where there is none, Truffle interprets. The distribution's own runtime
rem has the compiler inside, and takes a cache of loaded classes.
set jt_optimising=-Dpolyglot.engine.WarnInterpreterOnly=false
set "jt_late="
set "jt_runtime="
for %%r in ("%jt_home%\lib\truffle-runtime-*.jar") do set "jt_runtime=%%~nxr"
if defined jt_runtime if exist "%jt_home%\lib\compiler\%jt_runtime:truffle-runtime-=compiler-%" set jt_optimising=--upgrade-module-path "%jt_home%\lib\compiler"
if defined jt_runtime if exist "%jt_home%\lib\compiler\%jt_runtime:truffle-runtime-=compiler-%" set "jt_late=yes"
set "jt_cache=%jt_home%\runtime\lib\jthreading.aot"
if "%jt_jdk%" == "%jt_home%\runtime" set "jt_optimising="
if "%jt_jdk%" == "%jt_home%\runtime" set "jt_late=yes"
if "%jt_jdk%" == "%jt_home%\runtime" if exist "%jt_cache%" set jt_optimising="-XX:AOTCache=%jt_cache%" -Xlog:aot=off -Xlog:cds=off
if defined jt_late set jt_late="@%jt_home%\polyglot-config\late-compilation.args"

rem What GraalPy unpacks when it starts.
set "jt_resources="
if exist "%jt_home%\resources" set jt_resources="-Dpolyglot.engine.userResourceCache=%jt_home%\resources"

"%jt_jdk%\bin\java.exe" "@%jt_home%\polyglot-config\jvm.args" "@%jt_home%\polyglot-config\first-compiler.args" %jt_late% %jt_optimising% ^
  %jt_resources% "-Dorg.graalvm.launcher.executablename=%~f0" -cp "%jt_home%\lib\*" com.oracle.graal.python.shell.GraalPythonMain ^
  --experimental-options --engine.WarnVirtualThreadSupport=false %jt_module% --jthreading-launcher %jt_arguments%
set "jt_status=%ERRORLEVEL%"
if "%~1" == "--version" for %%j in ("%jt_home%\lib\jthreading-*.jar") do for /f "tokens=1* delims=-" %%v in ("%%~nj") do echo %%v %%w
exit /b %jt_status%

rem Sets jt_jdk to the given directory if that is a JDK 25.
:consider
if not exist "%~f1\bin\java.exe" exit /b
if not exist "%~f1\release" exit /b
findstr /b /r /c:"JAVA_VERSION=.25[^0-9]" "%~f1\release" >nul && set "jt_jdk=%~f1"
exit /b

rem Considers the directories in the given one.
:search
if not exist "%~1" exit /b
for /d %%c in ("%~1\*25*") do if not defined jt_jdk call :consider "%%~c"
exit /b
