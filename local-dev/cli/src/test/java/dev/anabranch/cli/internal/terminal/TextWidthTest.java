package dev.anabranch.cli.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextWidthTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x1100, 0x231A, 0x231B, 0x23F3, 0x2614, 0x26A1, 0x2705, 0x274C, 0x2B50, 0x2B55, 0x3000, 0x3042, 0x4DC0,
                0x8A9E, 0xAC00, 0xFF01, 0xFFE6, 0x17000, 0x1F004, 0x1F0CF, 0x1F18E, 0x1F19A, 0x1F200, 0x1F250, 0x1F265,
                0x1F30D, 0x1F680, 0x1F7E2, 0x1F90C, 0x1FA70, 0x20000, 0x3FFFD
            })
    void wideCharactersTakeTwoColumns(int character) {
        assertThat(TextWidth.of(Character.toString(character))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                ' ', 'e', 0xE9, 0x10FF, 0x1160, 0x2026, 0x2319, 0x231C, 0x2500, 0x2588, 0x26A0, 0x2764, 0x2B56, 0x303F,
                0x324F, 0xFF61, 0xFFE7, 0x1F003, 0x1F1E9, 0x1F321
            })
    void otherCharactersTakeOneColumn(int character) {
        assertThat(TextWidth.of(Character.toString(character))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "e\u0301, 1", // an accent
        "\u0e01\u0e34\u0e48, 1", // vowel and tone of Thai
        "\u304b\u3099, 2", // the voiced sound of Japanese
        "\u2764\ufe0f, 2", // the emoji of a narrow character
        "1\ufe0f\u20e3, 2", // a keycap
        "\u2705\ufe0f, 2", // the emoji of a wide character
        "\ud83c\udde9\ud83c\uddea, 2", // a flag
    })
    void marksBelongToTheirCharacter(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void beginningHasNoHalfOfAWideCharacter() {
        assertThat(TextWidth.beginning("\u2705\u274c\u26a1", 5)).isEqualTo("\u2705\u274c");
        assertThat(TextWidth.beginning("e\u0301\u2b50", 1)).isEqualTo("e\u0301");
        assertThat(TextWidth.beginning("\u2764\ufe0f", 1)).isEqualTo("\u2764");
        assertThat(TextWidth.beginning("\u231b", 2)).isEqualTo("\u231b");
    }
}
