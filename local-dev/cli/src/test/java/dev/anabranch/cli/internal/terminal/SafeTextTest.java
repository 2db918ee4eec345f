package dev.anabranch.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

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
    void linesOfATextAreKept() {
        assertThat(SafeText.ofLines("a\u001b\nb\r\nc")).isEqualTo("a\\u001b\nb\nc");
    }
}
