package dev.jthreading.sync;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;

/** A method that needs much stack: it has more variables than a source should have to list. */
interface StackProbe {

    /*
     * Implementation note: how the JVM checks the stack, and why that is cheap.
     *
     * The interpreter keeps a slot of eight bytes for each variable of a method. At the call it looks whether the stack has
     * room for them, and throws StackOverflowError if not. A compiled method checks the same before its first instruction,
     * as the JVM may have to go on in the interpreter amid it. So a compiled call takes nanoseconds. An interpreted one
     * clears the slots, which takes some microseconds.
     *
     * The method is in a hidden class, whose bytes are below (The Java Virtual Machine Specification, chapter 4):
     *
     *     void require(boolean never) {
     *         if (never) throw null;    // it keeps the compiler from dropping the way back to the interpreter
     *     }
     */

    /** How many variables a method can have. */
    int MOST_VARIABLES = 65_535;

    /**
     * Returns if there is room.
     *
     * @param never must be false
     * @throws StackOverflowError if there is none
     */
    void require(boolean never);

    /** Makes a class whose method has so many variables, of eight bytes each, and an instance of it. */
    static StackProbe create(int variables) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> type = lookup.defineHiddenClass(classFile(variables), true).lookupClass();
            return (StackProbe) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static byte[] classFile(int variables) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        writeShorts(out, 0, 65);                        // Java 21
        writeConstants(out);
        writeShorts(out, 0x0030, 2, 4, 1, 6, 0, 2);     // final; this class, the one above, one interface, no fields, two methods
        writeConstructor(out);
        writeMethod(out, variables);
        writeShorts(out, 0);                            // no attributes
        return bytes.toByteArray();
    }

    private static void writeConstants(DataOutputStream out) throws IOException {
        final int classInfo = 7;
        final int methodReference = 10;
        final int nameAndType = 12;
        String name = StackProbe.class.getName().replace('.', '/');
        writeShorts(out, 15);                           // the first number that is free
        writeText(out, name + "Variables");             // 1
        writeReference(out, classInfo, 1);              // 2: this class
        writeText(out, "java/lang/Object");             // 3
        writeReference(out, classInfo, 3);              // 4: the class above
        writeText(out, name);                           // 5
        writeReference(out, classInfo, 5);              // 6: the interface
        writeText(out, "<init>");                       // 7
        writeText(out, "()V");                          // 8
        writeReference(out, nameAndType, 7, 8);         // 9
        writeReference(out, methodReference, 4, 9);     // 10: the constructor of the class above
        writeText(out, "require");                      // 11
        writeText(out, "(Z)V");                         // 12
        writeText(out, "Code");                         // 13
        writeText(out, "StackMapTable");                // 14
    }

    private static void writeConstructor(DataOutputStream out) throws IOException {
        writeShorts(out, 0x0001, 7, 8, 1, 13);
        out.writeInt(17);
        writeShorts(out, 1, 1);
        out.writeInt(5);
        out.write(new byte[] {0x2a, (byte) 0xb7, 0, 10, (byte) 0xb1});          // aload_0, invokespecial 10, return
        writeShorts(out, 0, 0);
    }

    private static void writeMethod(DataOutputStream out, int variables) throws IOException {
        writeShorts(out, 0x0001, 11, 12, 1, 13);
        out.writeInt(28);
        writeShorts(out, 1, variables);
        out.writeInt(7);
        out.write(new byte[] {0x1b, (byte) 0x99, 0, 5, 0x01, (byte) 0xbf, (byte) 0xb1});   // iload_1, ifeq 6, aconst_null, athrow, return
        writeShorts(out, 0, 1, 14);
        out.writeInt(3);
        writeShorts(out, 1);
        out.writeByte(6);                               // at 6 the variables are the same
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        out.writeByte(1);
        out.writeUTF(text);
    }

    private static void writeReference(DataOutputStream out, int kind, int... constants) throws IOException {
        out.writeByte(kind);
        writeShorts(out, constants);
    }

    private static void writeShorts(DataOutputStream out, int... values) throws IOException {
        for (int value : values) {
            out.writeShort(value);
        }
    }
}
