package dev.anabranch.engine.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock with a thread pool whose time is set by the test. */
class SystemClockTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> ran = new ArrayList<>();
    private final ManualTimers timers = new ManualTimers();
    private final SystemClock clock = new SystemClock(timers, () -> timers.now);

    @AfterEach
    void close() {
        clock.close();
    }

    @Test
    void actionsOfOneDelayRunWhenEachIsDue() {
        clock.schedule(MINUTE, () -> ran.add("first"));
        timers.passTo(Duration.ofSeconds(20));
        clock.schedule(MINUTE, () -> ran.add("second"));
        timers.passTo(Duration.ofSeconds(59));
        assertThat(ran).isEmpty();
        timers.passTo(Duration.ofSeconds(60));
        assertThat(ran).containsExactly("first");
        timers.passTo(Duration.ofSeconds(79));
        assertThat(ran).containsExactly("first");
        timers.passTo(Duration.ofSeconds(80));
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void actionRunsAfterTimerHadNothingToDo() {
        clock.schedule(MINUTE, () -> ran.add("cancelled")).cancel();
        timers.passTo(Duration.ofSeconds(70));
        clock.schedule(MINUTE, () -> ran.add("later"));
        timers.passTo(Duration.ofSeconds(129));
        assertThat(ran).isEmpty();
        timers.passTo(Duration.ofSeconds(130));
        assertThat(ran).containsExactly("later");
    }

    @Test
    void cancelledActionsDoNotRun() {
        clock.schedule(MINUTE, () -> ran.add("kept"));
        clock.schedule(MINUTE, () -> ran.add("cancelled")).cancel();
        clock.schedule(Duration.ofMillis(1_500), () -> ran.add("cancelled")).cancel();
        timers.passTo(Duration.ofSeconds(60));
        assertThat(ran).containsExactly("kept");
    }

    @Test
    void actionsOfDifferentDelaysRunInOrderOfTheirTimes() {
        clock.schedule(MINUTE, () -> ran.add("minute"));
        clock.schedule(Duration.ofSeconds(2), () -> ran.add("seconds"));
        clock.schedule(Duration.ofMillis(1_500), () -> ran.add("milliseconds"));
        clock.schedule(Duration.ZERO, () -> ran.add("now"));
        timers.passTo(MINUTE);
        assertThat(ran).containsExactly("now", "milliseconds", "seconds", "minute");
    }

    @Test
    void manyDelaysRunToo() {
        for (int second = 1; second <= 200; second++) {
            String name = Integer.toString(second);
            clock.schedule(Duration.ofSeconds(second), () -> ran.add(name));
        }
        timers.passTo(Duration.ofSeconds(150));
        assertThat(ran).hasSize(150).startsWith("1", "2").endsWith("150");
    }

    @Test
    void timersOfOneDelayShareOneTimerOfThePool() {
        for (int i = 0; i < 1_000; i++) {
            clock.schedule(MINUTE, () -> ran.add("due"));
        }
        assertThat(timers.tasks).hasSize(1);
    }

    @Test
    void closedClockRefusesTimers() {
        clock.schedule(MINUTE, () -> ran.add("never"));
        clock.close();
        assertThatThrownBy(() -> clock.schedule(MINUTE, () -> ran.add("never")))
                .isInstanceOf(RejectedExecutionException.class);
    }

    /** Runs tasks on the calling thread when time passes. */
    private static final class ManualTimers extends ScheduledThreadPoolExecutor {

        private record Task(long at, Runnable action, ScheduledFuture<?> future) {}

        private final List<Task> tasks = new ArrayList<>();
        private long now;

        ManualTimers() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
            // The pool itself never runs it within the test.
            ScheduledFuture<?> future = super.schedule(action, 1, TimeUnit.DAYS);
            tasks.add(new Task(now + unit.toNanos(delay), action, future));
            return future;
        }

        @Override
        public void execute(Runnable action) {
            action.run();
        }

        void passTo(Duration time) {
            while (true) {
                tasks.removeIf(task -> task.future().isCancelled());
                Task next =
                        tasks.stream().min(Comparator.comparingLong(Task::at)).orElse(null);
                if (next == null || next.at() > time.toNanos()) {
                    break;
                }
                tasks.remove(next);
                now = next.at();
                next.action().run();
            }
            now = time.toNanos();
        }
    }
}
