package dev.anabranch.examples.reminders;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.PermanentFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListRemindersTest {

    private static List<Reminder> list(Reminder reminder) {
        return new ListReminders().run(new RemindersInput(Collections.singletonList(reminder)), ANY);
    }

    private static Reminder after(Duration delay) {
        return new Reminder("Ada", "tea", delay);
    }

    @Test
    @SuppressWarnings("NullAway") // JSON can have null anywhere.
    void reminderWithoutADelayOrWithOneOfMoreThanAYearIsRefused() {
        assertThat(new ListReminders().run(new RemindersInput(null), ANY)).hasSize(3);
        assertThat(list(after(Duration.ofDays(365)))).hasSize(1);
        assertThat(list(after(Duration.ofSeconds(-5)))).hasSize(1);
        assertThatThrownBy(() -> list(after(null)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(
                        "reminders[0].delay is null but must be a duration of at most P365D, such as PT36H: an execution runs for at most a year.");
        assertThatThrownBy(() -> list(after(Duration.ofDays(366))))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(
                        "reminders[0].delay is PT8784H but must be a duration of at most P365D, such as PT36H: an execution runs for at most a year.");
        assertThatThrownBy(() -> list(null))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("reminders[0] is null but must be an object with to, about and delay.");
        assertThatThrownBy(() -> list(new Reminder(null, "tea", Duration.ZERO)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("reminders[0].to is null but must be a text.");
    }
}
