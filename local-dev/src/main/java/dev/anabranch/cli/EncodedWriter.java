package dev.anabranch.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/** Writes in the encoding of the stream below, which Java 17 cannot be asked for. */
final class EncodedWriter extends Writer {

    private final PrintStream stream;

    EncodedWriter(PrintStream stream) {
        this.stream = stream;
    }

    PrintWriter asPrintWriter() {
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
