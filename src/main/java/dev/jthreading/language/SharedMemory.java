package dev.jthreading.language;

import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.InvalidBufferOffsetException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.interop.UnsupportedTypeException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.strings.TruffleString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/**
 * Bytes that belong to no context: a copy of Python's {@code bytes} on its way, or memory that interpreters share. It is a buffer of the
 * interop protocol, and an array of numbers from 0 to 255.
 *
 * <p>GraalPy copies such a buffer byte by byte. It makes {@code bytes} of a text faster, and of a large number many times as fast.
 *
 * <p>A thread sees what another has written when a synchronizer is between the two.
 */
@ExportLibrary(InteropLibrary.class)
final class SharedMemory implements TruffleObject {

    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();
    private static final int MOST = 0xff;
    /** For so many bytes a number is faster than a text. */
    private static final int LONG = 512;

    private final byte[] bytes;

    SharedMemory(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of a buffer of Python's. */
    static SharedMemory copyOf(Object buffer) throws InteropException {
        byte[] copy = new byte[Math.toIntExact(INTEROP.getBufferSize(buffer))];
        INTEROP.readBuffer(buffer, 0, copy, 0, copy.length);
        return new SharedMemory(copy);
    }

    /** What the facade makes bytes of. */
    Object forBytes() {
        return bytes.length < LONG ? forBytes(0, bytes.length) : this;
    }

    /**
     * What the facade makes bytes of, for {@code length} of these from {@code offset} on: a text whose characters they are, or a number
     * whose digits of base 256 they are.
     */
    Object forBytes(int offset, int length) {
        return length < LONG ? text(offset, length) : LargeNumber.of(new BigInteger(1, bytes, offset, length));
    }

    private TruffleString text(int offset, int length) {
        return TruffleString.fromByteArrayUncached(bytes, offset, length, TruffleString.Encoding.ISO_8859_1, true)
                .switchEncodingUncached(TruffleString.Encoding.UTF_32);
    }

    /** Writes all that a buffer of Python's has to {@code offset} on. */
    void write(int offset, Object buffer) {
        try {
            // GraalPy reads a buffer into an array of the very size only.
            byte[] copy = copyOf(buffer).bytes;
            if (offset < 0 || offset > bytes.length - copy.length) {
                throw new IllegalArgumentException();
            }
            System.arraycopy(copy, 0, bytes, offset, copy.length);
        } catch (InteropException e) {
            throw new ClassCastException(e.getMessage());
        }
    }

    private static final class View {
        static final VarHandle SHORT_LITTLE = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
        static final VarHandle INT_LITTLE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
        static final VarHandle LONG_LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        static final VarHandle SHORT_BIG = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
        static final VarHandle INT_BIG = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
        static final VarHandle LONG_BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

        private View() { }
    }

    private int at(long offset, int length) throws InvalidBufferOffsetException {
        if (offset < 0 || offset > bytes.length - length) {
            throw InvalidBufferOffsetException.create(offset, length);
        }
        return (int) offset;
    }

    @ExportMessage
    boolean hasBufferElements() {
        return true;
    }

    @ExportMessage
    boolean isBufferWritable() {
        return true;
    }

    @ExportMessage
    long getBufferSize() {
        return bytes.length;
    }

    @ExportMessage
    byte readBufferByte(long offset) throws InvalidBufferOffsetException {
        return bytes[at(offset, Byte.BYTES)];
    }

    @ExportMessage
    void writeBufferByte(long offset, byte value) throws InvalidBufferOffsetException {
        bytes[at(offset, Byte.BYTES)] = value;
    }

    @ExportMessage
    void readBuffer(long offset, byte[] destination, int destinationOffset, int length) throws InvalidBufferOffsetException {
        System.arraycopy(bytes, at(offset, length), destination, destinationOffset, length);
    }

    @ExportMessage
    short readBufferShort(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return (short) (order == ByteOrder.LITTLE_ENDIAN ? View.SHORT_LITTLE : View.SHORT_BIG).get(bytes, at(offset, Short.BYTES));
    }

    @ExportMessage
    void writeBufferShort(ByteOrder order, long offset, short value) throws InvalidBufferOffsetException {
        (order == ByteOrder.LITTLE_ENDIAN ? View.SHORT_LITTLE : View.SHORT_BIG).set(bytes, at(offset, Short.BYTES), value);
    }

    @ExportMessage
    int readBufferInt(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return (int) (order == ByteOrder.LITTLE_ENDIAN ? View.INT_LITTLE : View.INT_BIG).get(bytes, at(offset, Integer.BYTES));
    }

    @ExportMessage
    void writeBufferInt(ByteOrder order, long offset, int value) throws InvalidBufferOffsetException {
        (order == ByteOrder.LITTLE_ENDIAN ? View.INT_LITTLE : View.INT_BIG).set(bytes, at(offset, Integer.BYTES), value);
    }

    @ExportMessage
    long readBufferLong(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return (long) (order == ByteOrder.LITTLE_ENDIAN ? View.LONG_LITTLE : View.LONG_BIG).get(bytes, at(offset, Long.BYTES));
    }

    @ExportMessage
    void writeBufferLong(ByteOrder order, long offset, long value) throws InvalidBufferOffsetException {
        (order == ByteOrder.LITTLE_ENDIAN ? View.LONG_LITTLE : View.LONG_BIG).set(bytes, at(offset, Long.BYTES), value);
    }

    @ExportMessage
    float readBufferFloat(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return Float.intBitsToFloat(readBufferInt(order, offset));
    }

    @ExportMessage
    void writeBufferFloat(ByteOrder order, long offset, float value) throws InvalidBufferOffsetException {
        writeBufferInt(order, offset, Float.floatToRawIntBits(value));
    }

    @ExportMessage
    double readBufferDouble(ByteOrder order, long offset) throws InvalidBufferOffsetException {
        return Double.longBitsToDouble(readBufferLong(order, offset));
    }

    @ExportMessage
    void writeBufferDouble(ByteOrder order, long offset, double value) throws InvalidBufferOffsetException {
        writeBufferLong(order, offset, Double.doubleToRawLongBits(value));
    }

    @ExportMessage
    boolean hasArrayElements() {
        return true;
    }

    @ExportMessage
    long getArraySize() {
        return bytes.length;
    }

    @ExportMessage
    boolean isArrayElementReadable(long index) {
        return index >= 0 && index < bytes.length;
    }

    @ExportMessage
    boolean isArrayElementModifiable(long index) {
        return isArrayElementReadable(index);
    }

    @ExportMessage
    boolean isArrayElementInsertable(@SuppressWarnings("unused") long index) {
        return false;
    }

    @ExportMessage
    Object readArrayElement(long index) throws InvalidArrayIndexException {
        if (!isArrayElementReadable(index)) {
            throw InvalidArrayIndexException.create(index);
        }
        return bytes[(int) index] & MOST;
    }

    @ExportMessage
    void writeArrayElement(long index, Object value) throws InvalidArrayIndexException, UnsupportedTypeException {
        if (!isArrayElementReadable(index)) {
            throw InvalidArrayIndexException.create(index);
        }
        bytes[(int) index] = (byte) number(value);
    }

    private static int number(Object value) throws UnsupportedTypeException {
        try {
            int number = value instanceof Integer small ? small : INTEROP.asInt(value);
            if (number >= 0 && number <= MOST) {
                return number;
            }
        } catch (UnsupportedMessageException noNumber) {
            // Told below.
        }
        throw UnsupportedTypeException.create(new Object[]{value}, "byte must be in range(0, 256)");
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return "<jthreading shared memory of " + bytes.length + " bytes>";
    }
}
