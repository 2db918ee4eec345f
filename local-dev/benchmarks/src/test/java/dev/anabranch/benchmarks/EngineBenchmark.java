package dev.anabranch.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.integration.LambdaInvoker.Answer;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/** State transitions per second of one execution in the engine alone, with history, with and without a journal. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(1)
public class EngineBenchmark {

    private static final int STATES = 2_000;
    private static final String ROLE = "arn:aws:iam::000000000000:role/benchmark";
    private static final String LOOP = """
            {"QueryLanguage": "JSONata", "StartAt": "Next", "States": {
              "Next": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.n > 0 %}", "Next": "Step"}], "Default": "End"},
              "Step": {"Type": "STEP", "Output": {"n": "{% $states.input.n - 1 %}"}, "Next": "Next"},
              "End": {"Type": "Succeed"}}}""";

    @Param({"NONE", "FILE"})
    public String journal = "NONE";

    private Path folder = Path.of("");
    private Journal kept = Journal.NONE;
    private Engine engine = Engine.builder().build();
    private String passes = "";
    private String calls = "";

    /** An engine with two state machines that loop. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        folder = Files.createTempDirectory("engine-benchmark");
        kept = journal.equals("FILE") ? JournalFile.open(folder.resolve("journal")) : Journal.NONE;
        engine = Engine.builder()
                .quotas(EngineQuotas.builder().anyHistory().build())
                .functions((function, payload, context) ->
                        CompletableFuture.completedFuture(Answer.result("$LATEST", payload)))
                .journal(kept)
                .build();
        passes = machine("passes", "\"Type\": \"Pass\"");
        calls = machine(
                "calls", "\"Type\": \"Task\", \"Resource\": \"arn:aws:lambda:us-east-1:000000000000:function:f\"");
    }

    private String machine(String name, String step) {
        return engine.createStateMachine(
                        name, LOOP.replace("\"Type\": \"STEP\"", step), StateMachineType.STANDARD, ROLE)
                .arn();
    }

    /** Closes the engine and deletes its files. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        engine.close();
        kept.close();
        Files.deleteIfExists(folder.resolve("journal"));
        Files.delete(folder);
    }

    /** Measures alternating Choice and Pass states. */
    @Benchmark
    @OperationsPerInvocation(STATES)
    public JsonNode transitions() {
        return run(passes);
    }

    /** Measures alternating Choice and Task states; the task answers immediately. */
    @Benchmark
    @OperationsPerInvocation(STATES)
    public JsonNode transitionsWithCalls() {
        return run(calls);
    }

    private JsonNode run(String machine) {
        String arn = engine.startExecution(machine, null, "{\"n\":" + STATES / 2 + "}")
                .spec()
                .arn();
        ExecutionSnapshot ended = engine.completion(arn).join();
        JsonNode output = ended.output();
        if (output == null) {
            throw new IllegalStateException("The benchmark itself failed: " + ended.error() + ": " + ended.cause());
        }
        return output;
    }

    /** Runs only this benchmark. */
    public static void main(String[] args) throws RunnerException {
        Benchmarks.run(EngineBenchmark.class);
    }
}
