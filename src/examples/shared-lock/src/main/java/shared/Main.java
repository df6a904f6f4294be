package shared;

import org.graalvm.polyglot.Engine;

/** Java, JavaScript and Python hand each other numbers through one bounded queue, and take turns with one lock. */
public final class Main {

    private Main() { }

    public static void main(String[] args) throws Exception {
        try (Engine engine = Engine.create()) {
            System.out.println("A ReentrantLock and an ArrayBlockingQueue of Java's");
            System.out.print(LocksOfJava.run(engine));
            System.out.println("A threading.RLock and a queue.Queue of Python's");
            System.out.print(LocksOfPython.run(engine));
        }
    }
}
