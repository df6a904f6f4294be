# The value of this program is a function that the launcher's instrument calls when Python is ready, before any code of the user's runs. An
# internal program's functions are no lines in a traceback.

import _signal
import atexit
import sys

# What the interactive prompt takes for itself each time that it reads a line.
_SIGNALS_OF_THE_PROMPT = [getattr(_signal, name) for name in ("SIGINT", "SIGCONT", "SIGWINCH") if hasattr(_signal, name)]
# The options that the launcher puts before those of the user end with this one.
_LAST_OPTION = "--jthreading-launcher"
_STANDARD_INPUT = "<stdin>"


def prepare(standard_input, arguments, version):
    """Makes the interpreter look as CPython's does.

    standard_input is None, or what sys.argv[0] is to be for a program on standard input. arguments is None, or a text with the
    arguments of the interactive interpreter. version is this module's. Returns an object whose functions are to be called
    before and after each piece of interactive code, or None if no such code is expected.
    """
    words = sys.orig_argv
    options = []
    if _LAST_OPTION in words:
        place = words.index(_LAST_OPTION) + 1
        options = words[1:place]
        del words[1:place]
    if arguments is not None:
        sys.argv[:] = arguments.split("\x1f")
        words += sys.argv
    elif standard_input is not None:
        place = words.index(_STANDARD_INPUT)
        words[place:place + 1] = [standard_input] if standard_input else []
        sys.argv[0] = standard_input
        _run_instead(_STANDARD_INPUT, _standard_input, "", sys.modules["_frozen_importlib"].BuiltinImporter)
    elif sys.argv and sys.argv[0] not in ("", "-c", "-m"):
        _run_pipe(sys.argv[0])
    if sys.flags.interactive or _is_terminal(sys.stdin):
        _read_terminal_interruptibly()
    at_prompt = standard_input is None and sys.flags.interactive and sys.argv[:1] in ([], [""], ["-"])
    if not (at_prompt or sys.flags.inspect):
        atexit.register(_exit_as_interrupted)
        if sys.flags.interactive and hasattr(_signal, "SIGTSTP"):
            # Ctrl-Z, which the prompt that might have come would handle.
            _signal.signal(_signal.SIGTSTP, _signal.SIG_DFL)
        return None
    if at_prompt and not sys.flags.quiet:
        what = "threading in Java" if "--jthreading" in options else "with GraalPy's own threading module"
        print(f"jthreading {version}, {what}", file=sys.stderr, flush=True)
    return _PromptSignals()


def _exit_as_interrupted():
    """The status of a program that ends with an uncaught KeyboardInterrupt is 130. Among the last of the exit functions."""
    if getattr(sys, "last_type", None) is not KeyboardInterrupt or not _is_of_program(getattr(sys, "last_traceback", None)):
        return
    getattr(sys.modules.get("_thread"), "_finalize_main", int)()
    import os
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass
    os._exit(130)


def _is_of_program(traceback):
    """Whether a traceback is that of the main program: code.interact() tells in sys.last_traceback what it has caught, too."""
    if traceback is None:
        return True
    frame = traceback.tb_frame
    module = frame.f_globals.get("__name__")
    return module == "runpy" or module == "__main__" and frame.f_code.co_name == "<module>"


def _standard_input():
    try:
        with open(0, "rb", closefd=False) as file:
            return file.read()
    except OSError:
        # It has been closed.
        return b""


def _run_pipe(name):
    """Has a pipe, or whatever else can be read only once, read by this program. GraalPy looks into a file before it reads it."""
    import os
    import stat
    try:
        mode = os.stat(name).st_mode
    except (OSError, ValueError):
        return
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return

    def read():
        try:
            with open(name, "rb") as file:
                return file.read()
        except OSError as error:
            message = f"{sys.executable}: can't open file {os.path.abspath(name)!r}: [Errno {error.errno}] {error.strerror}"
            print(message, file=sys.stderr)
            raise SystemExit(2) from None

    loader = sys.modules["_frozen_importlib_external"].SourceFileLoader("__main__", name)
    path = os.path.join(os.path.dirname(name), os.readlink(name)) if os.path.islink(name) else name
    _run_instead(name, read, os.path.dirname(os.path.realpath(path) if os.path.exists(path) else path), loader)


def _run_instead(name, read, first_path, loader):
    """Has the program that read() returns run where GraalPy would run the file of that name.

    GraalPy asks runpy to run what sys.path_importer_cache knows, as it does with a directory.
    """
    runpy = sys.modules.get("runpy")

    def run(module, alter_argv):
        if runpy is None:
            del sys.modules["runpy"]
        else:
            sys.modules["runpy"] = runpy
        del sys.path_importer_cache[name]
        if sys.flags.safe_path:
            del sys.path[0]
        else:
            sys.path[0] = first_path
        main = sys.modules["__main__"]
        main.__file__ = name
        main.__loader__ = loader
        exec(compile(read(), name, "exec", dont_inherit=True), main.__dict__)

    sys.path_importer_cache[name] = run
    sys.modules["runpy"] = stand_in = type(sys)("runpy")
    stand_in._run_module_as_main = run


def _is_terminal(stream):
    try:
        return stream.isatty()
    except (AttributeError, OSError, ValueError):
        # It has been closed.
        return False


def _read_terminal_interruptibly():
    """Has signals reach a program that reads from the terminal: nothing gets GraalPy out of a system call."""
    old = sys.stdin
    if old is None or old is not sys.__stdin__:
        return
    import select
    import _io

    class FileIO(_io.FileIO):
        __module__ = "_io"

        def _jthreading_wait(self):
            while not select.select((self,), (), (), 0.1)[0]:
                pass

        def readinto(self, buffer, /):
            self._jthreading_wait()
            return super().readinto(buffer)

        def read(self, size=-1, /):
            self._jthreading_wait()
            return super().read(size)

        def readall(self):
            self._jthreading_wait()
            return super().readall()

    try:
        raw = FileIO(old.fileno(), "rb", closefd=False)
        raw.name = "<stdin>"
        sys.stdin = sys.__stdin__ = _io.TextIOWrapper(_io.BufferedReader(raw), old.encoding, old.errors, line_buffering=old.line_buffering)
        sys.stdin.mode = "r"
    except (OSError, ValueError):
        # It has been closed.
        pass


class _PromptSignals:
    """Gives a program the handlers of signals back that the prompt replaces when it reads a line."""

    def __init__(self):
        self._handlers = {}
        self.keep()

    def keep(self):
        """After a piece of code: remembers the handlers."""
        for number in _SIGNALS_OF_THE_PROMPT:
            self._handlers[number] = _signal.getsignal(number)

    def restore(self):
        """Before a piece of code: sets them again."""
        for number, handler in self._handlers.items():
            if handler is not None:
                _signal.signal(number, handler)


prepare
