package dev.anabranch.cli.internal.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Standard output. Once its reader has closed the pipe, as {@code head} does, every write throws {@link PipeClosed},
 * which ends the command as the signal SIGPIPE ends other programs. {@link java.io.PrintStream} would ignore it.
 */
public final class ResultStream extends OutputStream {

    private final OutputStream out;

    /** @param out the stream of the process */
    public ResultStream(OutputStream out) {
        this.out = out;
    }

    /** The reader of the pipe has closed it. An error, because libraries report exceptions of their writers themselves. */
    public static final class PipeClosed extends Error {
        private static final long serialVersionUID = 1L;

        PipeClosed(IOException cause) {
            super("The reader of standard output has closed it.", cause);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            // The text of EPIPE, or of the error of Windows; Java has no type for it.
            if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) {
                throw new PipeClosed(e);
            }
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
