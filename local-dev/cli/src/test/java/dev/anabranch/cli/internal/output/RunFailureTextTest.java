package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.task.PermanentFailure;
import org.junit.jupiter.api.Test;

final class RunFailureTextTest {

    @Test
    void permanentFailureIsReportedWithItsMessageOnly() {
        assertThat(RunFailureText.what(error(PermanentFailure.class.getName(), "The region is not known.")))
                .isEqualTo("The region is not known.");
    }

    @Test
    void otherErrorsAreReportedWithTheirName() {
        assertThat(RunFailureText.what(error("java.io.IOException", "disk full")))
                .isEqualTo("java.io.IOException: disk full");
        assertThat(RunFailureText.what(error("java.lang.NullPointerException", "")))
                .isEqualTo("java.lang.NullPointerException");
        assertThat(RunFailureText.what(error(PermanentFailure.class.getName(), "")))
                .isEqualTo(PermanentFailure.class.getName());
    }

    private static RunError error(String name, String message) {
        return new RunError("node", "", name, message);
    }
}
