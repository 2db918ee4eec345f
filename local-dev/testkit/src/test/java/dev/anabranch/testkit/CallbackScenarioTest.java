package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that another system runs. */
@ExtendWith(AnabranchExtension.class)
final class CallbackScenarioTest {

    /** The end of a job. */
    public record JobEnd(long rows) {}

    /** The numbers of the jobs. */
    public static final class Jobs implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    /** Submits a job; replaced in tests. */
    public static final class SubmitJob implements Task<Long, Long> {
        @Override
        public Long run(Long job, TaskContext context) {
            throw new AssertionError("There is no cluster.");
        }
    }

    /** Returns the rows of each job, or the name of its error. */
    public static final class Report implements Task<Results<Outcome<JobEnd>>, List<String>> {
        @Override
        public List<String> run(Results<Outcome<JobEnd>> ends, TaskContext context) {
            List<String> lines = new ArrayList<>();
            ends.forEach(end -> lines.add(
                    end instanceof Outcome.Succeeded<JobEnd> done
                            ? Long.toString(
                                    Objects.requireNonNull(done.result()).rows())
                            : ((Outcome.Failed<JobEnd>) end).error()));
            return lines;
        }
    }

    static final class RunJobs implements Workflow<Long, List<String>> {
        @Override
        public Value<List<String>> define(Flow flow, Value<Long> width) {
            return flow.call(
                    Report.class,
                    flow.map(flow.call(Jobs.class, width), job -> flow.callback(SubmitJob.class, job, JobEnd.class)
                                    .heartbeat(Duration.ofMinutes(10))
                                    .timeout(Duration.ofHours(5))
                                    .retry(Retry.upTo(1)))
                            .outcomes());
        }
    }

    @Test
    void jobsAreSubmittedOnceCompletedAndMissed(Scenarios scenarios) {
        Set<String> callbacks = new HashSet<>();
        TestRun<List<String>> run = scenarios
                .of(new RunJobs())
                .replacing(SubmitJob.class, (job, context) -> {
                    callbacks.add(context.callbackId());
                    return job;
                })
                .answering(
                        "submit job",
                        Duration.ofMinutes(9),
                        path -> path.get(0) % 10 == 3 ? null : new JobEnd(100 + path.get(0)))
                .run(100L);

        List<String> lines = run.output();
        assertThat(lines).hasSize(100);
        assertThat(lines.get(3)).isEqualTo("Anabranch.HeartbeatTimeout");
        assertThat(lines.get(4)).isEqualTo("104");
        assertThat(lines).filteredOn(line -> line.startsWith("Anabranch")).hasSize(10);
        assertThat(callbacks).hasSize(100);
    }

    @Test
    void secondAttemptAfterCrashHasItsOwnCallback(Scenarios scenarios) {
        Set<String> callbacks = new HashSet<>();
        TestRun<List<String>> run = scenarios
                .of(new RunJobs())
                .replacing(SubmitJob.class, (job, context) -> {
                    callbacks.add(context.callbackId());
                    return job;
                })
                .with(Fault.crash().at("submit job").onAttempts(1))
                .answering("submit job", new JobEnd(7))
                .run(2L);

        assertThat(run.output()).containsExactly("7", "7");
        assertThat(callbacks).hasSizeGreaterThanOrEqualTo(2);
    }
}
