package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.run.RunError;
import dev.anabranch.task.PermanentFailure;
import org.junit.jupiter.api.Test;

final class FailureTextTest {

    @Test
    void whatATaskSaysToPeopleIsSaidAsItIs() {
        assertThat(FailureText.what(error(PermanentFailure.class.getName(), "The region is not known.")))
                .isEqualTo("The region is not known.");
    }

    @Test
    void otherErrorsAreNamed() {
        assertThat(FailureText.what(error("java.io.IOException", "disk full")))
                .isEqualTo("java.io.IOException: disk full");
        assertThat(FailureText.what(error("java.lang.NullPointerException", "")))
                .isEqualTo("java.lang.NullPointerException");
        assertThat(FailureText.what(error(PermanentFailure.class.getName(), "")))
                .isEqualTo(PermanentFailure.class.getName());
    }

    private static RunError error(String name, String message) {
        return new RunError("node", "", name, message);
    }
}
