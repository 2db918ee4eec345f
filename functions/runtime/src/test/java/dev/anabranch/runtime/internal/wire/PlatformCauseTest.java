package dev.anabranch.runtime.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformCauseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Anabranch.OutOfMemory | {\"errorMessage\":\"Java heap space\",\"errorType\":\"E\"} | Java heap space",
                "Anabranch.OutOfMemory | {\"errorMessage\":\"Java heap space\",\"stackTrace\":[\"a.b(C.ja | Java heap space",
                "Lambda.Unknown        | {\"stackTrace\":[{\"errorMessage\":1}],\"errorMessage\":\"no\"} | no",
                "Anabranch.Crashed     | {\"errorMessage\":\"signal: ki      | {\"errorMessage\":\"signal: ki",
                "Anabranch.Crashed     | {\"errorType\":\"E\"}               | {\"errorType\":\"E\"}",
                "Anabranch.Timeout     | Task timed out after 3.00 seconds   | Task timed out after 3.00 seconds",
                "org.user.Problem      | {\"errorMessage\":\"as it is\"}     | {\"errorMessage\":\"as it is\"}",
                "Anabranch.Crashed     | {                                   | {",
            })
    void sentenceIsFoundInTheCause(String error, String cause, String sentence) {
        assertThat(PlatformCause.sentence(error, cause)).isEqualTo(sentence);
    }
}
