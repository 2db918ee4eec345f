package dev.anabranch.cli.internal.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.cli.internal.terminal.UsageError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerArgumentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":2} | is invalid: it has a duplicate field at line 1, column 11, but must be JSON with unique fields.",
                "{\"a\":1e400}      | is invalid: `/a` is a number that is too large, but must be a number between -1.8e308 and 1.8e308.",
                "1 2                | has more than one JSON value: the next begins at line 1, column 3. Remove it, or put the values into a list.",
                "``                 | is empty, but must be JSON.",
            })
    void invalidAnswerIsNamedByItsOption(String answer, String problem) {
        assertThatThrownBy(() -> AnswerArgument.parse("--value", answer))
                .isInstanceOf(UsageError.class)
                .hasMessage("The answer in `--value` " + problem);
    }

    @Test
    void unquotedTextIsReportedWithItsPositionAndTheQuotes() {
        assertThatThrownBy(() -> AnswerArgument.parse("--complete", "done"))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("The answer in `--complete` is not JSON: line 1, column ")
                .hasMessageEndingWith(". Put text in double quotes: --complete '\"text\"'.");
    }

    @Test
    void jsonOfAnyKindIsAnAnswer() {
        assertThat(AnswerArgument.parse("--value", "null").isNull()).isTrue();
        assertThat(AnswerArgument.parse("--value", "\"yes\"").asText()).isEqualTo("yes");
    }
}
