package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runs.internal.record.StoredLogLine;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SafeTextTest {

    @Test
    void textThatControlsATerminalIsEscaped() {
        assertThat(SafeText.of("a\u001b[2Jb\0c\u0007\u009b\u007f\rd"))
                .isEqualTo("a\\u001b[2Jb\\u0000c\\u0007\\u009b\\u007f\\u000dd");
        assertThat(SafeText.of("\u202eevil\u2066\u200f\ufeff\u2028"))
                .isEqualTo("\\u202eevil\\u2066\\u200f\\ufeff\\u2028");
        assertThat(SafeText.of("\ud800x\udc00")).isEqualTo("\\ud800x\\udc00");
    }

    @Test
    void otherTextIsUnchanged() {
        assertThat(SafeText.of("größe ✓\t😀 日本 عربي \\u")).isEqualTo("größe ✓\t😀 日本 عربي \\u");
    }

    @Test
    void messageCannotLookLikeALineOfAnotherAction() {
        StoredLogLine line = new StoredLogLine(
                Instant.EPOCH,
                System.Logger.Level.INFO,
                "tile",
                "3.17",
                2,
                "first\n00:00:00.000 INFO    sum  forged\r\nthird",
                null,
                null,
                "");

        assertThat(LogText.of(line))
                .containsExactly(
                        "00:00:00.000 INFO    tile[3.17] attempt 2  first",
                        "    00:00:00.000 INFO    sum  forged",
                        "    third");
    }
}
