package dev.anabranch.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.Claim;
import dev.anabranch.runtime.internal.record.Finish;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.RunRef;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The overhead of the runtime for an action, from the bytes of the request to the bytes of the response, with stores
 * that accept every request and do nothing. The comparison is a handler that reads the same input and writes the same
 * output with the JSON library only.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(1)
public class ActionBenchmark {

    private static final Delivery DELIVERY = new Delivery(Instant.MAX, "log");

    /** The number of readings in the input: 1 is 100 bytes of JSON, 100 are 6 KB. */
    @Param({"1", "100"})
    public int readings = 1;

    private final ObjectMapper mapper = new ObjectMapper();
    private final ActionRunner runner = ActionRunner.of(new Summarize(), host());
    private byte[] input = {};
    private byte[] invocation = {};

    /** The input of the task. */
    public record Series(String station, List<Reading> readings) {}

    /** One reading. */
    public record Reading(long second, double celsius, boolean checked) {}

    /** The output of the task. */
    public record Summary(String station, int count, double mean) {}

    /** The task. */
    public static final class Summarize implements Task<Series, Summary> {
        @Override
        public Summary run(Series series, TaskContext context) {
            return summary(series);
        }
    }

    private static Summary summary(Series series) {
        double sum = 0;
        for (Reading reading : series.readings()) {
            sum += reading.celsius();
        }
        int count = series.readings().size();
        return new Summary(series.station(), count, sum / count);
    }

    /** Creates the request for both handlers. */
    @Setup(Level.Trial)
    public void make() throws IOException {
        ObjectNode series = mapper.createObjectNode().put("station", "Zugspitze");
        for (int i = 0; i < readings; i++) {
            series.withArray("readings")
                    .addObject()
                    .put("second", 1_700_000_000L + i)
                    .put("celsius", -7.5 + i / 8.0)
                    .put("checked", true);
        }
        input = mapper.writeValueAsBytes(series);
        invocation = new Invocation(
                        new RunRef("summaries-20260101-000000-000"),
                        "summaries",
                        "summarize",
                        List.of(4_711L),
                        Instant.parse("2026-01-01T00:00:00.123Z"),
                        0,
                        60,
                        new Wire.Value(series),
                        new Reply.Single(4_096))
                .toJson()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Measures our runtime. */
    @Benchmark
    public byte[] action() {
        return runner.handle(invocation, DELIVERY);
    }

    /** Measures the JSON library alone. */
    @Benchmark
    public byte[] bare() throws IOException {
        return mapper.writeValueAsBytes(summary(mapper.readValue(input, Series.class)));
    }

    private static ActionHost host() {
        Claim granted = new Claim.Granted(1);
        Finish recorded = new Finish.Recorded();
        return ActionHost.builder()
                .actions(stub(ActionStore.class, method -> method.getName().equals("claim") ? granted : recorded))
                .payloads(stub(PayloadStore.class, method -> {
                    throw new UnsupportedOperationException(method.getName());
                }))
                .clock(Clock.systemUTC())
                .executor(Runnable::run)
                .log(line -> {})
                .scratch(Path.of(System.getProperty("java.io.tmpdir")))
                .build();
    }

    private interface Answers {
        Object to(Method method);
    }

    private static <T> T stub(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answers.to(method)));
    }

    /** Runs this benchmark and measures allocations. */
    public static void main(String[] args) throws RunnerException {
        Benchmarks.run(ActionBenchmark.class);
    }
}
