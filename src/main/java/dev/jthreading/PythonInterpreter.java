package dev.jthreading;

/**
 * An interpreter of a context at one moment. (CPython documentation: {@code concurrent.interpreters}.)
 *
 * @param id Python's {@code Interpreter.id}; 0 for the main interpreter, which the context itself is
 * @param running whether a thread runs something in its {@code __main__}; the main one's always does
 * @param threads the threads in it. Once the interpreter is closed, its methods throw {@code IllegalStateException}
 */
public record PythonInterpreter(long id, boolean running, PythonThreads threads) { }
