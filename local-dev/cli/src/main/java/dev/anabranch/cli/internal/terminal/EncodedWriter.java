package dev.anabranch.cli.internal.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/** A writer with the encoding of a print stream, which Java 17 does not expose. */
public final class EncodedWriter extends Writer {

    private final PrintStream stream;

    public EncodedWriter(PrintStream stream) {
        this.stream = stream;
    }

    public PrintWriter asPrintWriter() {
        return new PrintWriter(this, true);
    }

    @Override
    public void write(char[] characters, int from, int count) {
        stream.print(new String(characters, from, count));
    }

    @Override
    public void flush() {
        stream.flush();
    }

    /** Only flushes; the caller owns the stream. */
    @Override
    public void close() {
        flush();
    }
}
