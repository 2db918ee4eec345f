package dev.anabranch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.engine.time.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Runs the example of the README and compares both texts. */
final class EngineReadmeTest {

    @Test
    void runsExample() throws Exception {
        var clock = new VirtualClock(Instant.EPOCH);
        try (Engine engine = Engine.builder()
                .clock(clock)
                .integration(
                        "shop:price", (arguments, context) -> CompletableFuture.completedFuture(IntNode.valueOf(7)))
                .build()) {
            StateMachine machine = engine.createStateMachine(
                    "prices", """
                    {"StartAt": "Wait", "States": {
                      "Wait": {"Type": "Wait", "Seconds": 86400, "Next": "Ask"},
                      "Ask": {"Type": "Task", "Resource": "arn:aws:states:::shop:price", "End": true}}}
                    """, StateMachineType.STANDARD, "arn:aws:iam::000000000000:role/prices");
            var execution = engine.startExecution(machine, "today", "{}");
            var ended = engine.completion(execution.spec().arn()).get();
            assertThat(ended.status() + " " + ended.output()).isEqualTo("SUCCEEDED 7");
        }
    }

    @Test
    void readmeContainsTestedExample() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/anabranch/engine/EngineReadmeTest.java"));
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("```java") + "```java".length();
        String example = readme.substring(start, readme.indexOf("System.out", start));

        assertThat(source.replaceAll("\\s+", "")).contains(example.replaceAll("\\s+", ""));
    }
}
