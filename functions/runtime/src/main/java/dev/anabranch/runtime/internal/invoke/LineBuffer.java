package dev.anabranch.runtime.internal.invoke;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits the bytes of a stream into lines of UTF-8. Not thread-safe. */
final class LineBuffer {

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final int longest;

    /** @param longest the longest line in bytes; a longer one is split between two characters */
    LineBuffer(int longest) {
        this.longest = longest;
    }

    /** Adds bytes, and passes each line that is complete, without its line break. */
    void add(byte[] bytes, int from, int count, Consumer<String> lines) {
        for (int i = from; i < from + count; i++) {
            boolean startsCharacter = (bytes[i] & 0xC0) != 0x80;
            if (bytes[i] == '\n') {
                pass(lines);
            } else {
                if (line.size() >= longest && startsCharacter) {
                    pass(lines);
                }
                line.write(bytes[i]);
            }
        }
    }

    /** Passes the last line, if it has no line break. */
    void flush(Consumer<String> lines) {
        if (line.size() > 0) {
            pass(lines);
        }
    }

    private void pass(Consumer<String> lines) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
