package dev.anabranch.cli.internal.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/** Writes in the encoding of the stream below, which Java 17 cannot be asked for. */
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

    /** The stream belongs to somebody else. */
    @Override
    public void close() {
        flush();
    }
}
