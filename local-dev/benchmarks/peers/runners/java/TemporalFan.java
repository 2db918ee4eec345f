import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.temporal.workflow.WorkflowSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Temporal's test server in this process. Usage: TemporalFan WORK N */
public final class TemporalFan {

    private static final ActivityOptions OPTIONS =
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(5)).build();

    private TemporalFan() {}

    /** The activities. */
    @ActivityInterface
    public interface Activities {
        long identity(long x);

        long nap(long x);

        String text(int length);
    }

    /** The activities. */
    public static final class FanActivities implements Activities {
        @Override
        public long identity(long x) {
            return x;
        }

        @Override
        public long nap(long x) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return x;
        }

        @Override
        public String text(int length) {
            return "x".repeat(length);
        }
    }

    /** The workflow. */
    @WorkflowInterface
    public interface Fan {
        @WorkflowMethod
        long run(String work, int n);
    }

    /** A group of 100 texts. */
    @WorkflowInterface
    public interface Group {
        @WorkflowMethod
        long run(int n, int length);
    }

    /** Counts the characters of texts. */
    public static final class TextGroup implements Group {
        @Override
        public long run(int n, int length) {
            Activities activities = Workflow.newActivityStub(Activities.class, OPTIONS);
            List<Promise<String>> texts = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                texts.add(Async.function(activities::text, length));
            }
            Promise.allOf(texts).get();
            return texts.stream().mapToLong(text -> text.get().length()).sum();
        }
    }

    /** Fans out and adds up. */
    public static final class NumberFan implements Fan {
        @Override
        public long run(String work, int n) {
            if (work.equals("texts")) {
                return new TextGroup().run(n, textLength(n));
            }
            List<Promise<Long>> results = new ArrayList<>();
            if (work.equals("nested")) {
                for (int i = 0; i < n; i++) {
                    results.add(Async.function(Workflow.newChildWorkflowStub(Group.class)::run, 100, 1_000));
                }
            } else {
                // 2,000 is Temporal's limit of pending activities.
                WorkflowSemaphore places = Workflow.newWorkflowSemaphore(work.equals("nap") ? 50 : 2_000);
                Activities activities = Workflow.newActivityStub(Activities.class, OPTIONS);
                for (int i = 0; i < n; i++) {
                    long x = i;
                    places.acquire();
                    Promise<Long> result = work.equals("nap")
                            ? Async.function(activities::nap, x)
                            : Async.function(activities::identity, x);
                    results.add(result.thenApply(value -> {
                        places.release();
                        return value;
                    }));
                }
            }
            Promise.allOf(results).get();
            return results.stream().mapToLong(Promise::get).sum();
        }
    }

    private static int textLength(int n) {
        return n >= 1_000_000 ? 200 : 10_000;
    }

    /** Runs the work and prints the outcome. */
    public static void main(String... args) {
        String work = args[0];
        int n = Integer.parseInt(args[1]);
        TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(
                TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
        Worker worker = environment.newWorker("peers");
        worker.registerWorkflowImplementationTypes(NumberFan.class, TextGroup.class);
        worker.registerActivitiesImplementations(new FanActivities());
        environment.start();
        Fan fan = environment
                .getWorkflowClient()
                .newWorkflowStub(Fan.class, WorkflowOptions.newBuilder().setTaskQueue("peers").build());
        long started = System.nanoTime();
        long expected =
                switch (work) {
                    case "texts" -> (long) n * textLength(n);
                    case "nested" -> n * 100_000L;
                    default -> (long) n * (n - 1) / 2;
                };
        boolean ok = fan.run(work, n) == expected;
        System.out.println("RESULT {\"ms\": " + (System.nanoTime() - started) / 1_000_000 + ", \"ok\": " + ok + "}");
        System.out.flush();
        System.exit(0);
    }
}
