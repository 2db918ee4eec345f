package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs one action in a new process and reads which classes the JVM has loaded. */
@Timeout(180)
final class StartTest {

    private static final String DYNAMO_DB = "software.amazon.awssdk.services.dynamodb.model.";
    private static final String S3 = "software.amazon.awssdk.services.s3.model.";

    /** The AWS SDK's model classes of a run with one action; a proxy of a client would load 2,800. */
    private static final int MOST_MODEL_CLASSES = 1_000;

    @TempDir
    Path folder;

    private Set<String> loaded;

    @BeforeEach
    void run() throws Exception {
        Path log = folder.resolve("classes");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Xlog:class+load:file=" + log + "::filecount=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "large-fanout",
                        "--input",
                        "{\"r\":1}",
                        "--data",
                        folder.resolve("data").toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("messages").toFile())
                .start();
        assertThat(process.waitFor())
                .as(() -> folder.resolve("messages") + " has the messages")
                .isZero();
        try (var lines = Files.lines(log)) {
            loaded = lines.filter(line -> line.contains(" source: "))
                    .map(line -> line.replaceFirst("^(\\[[^]]*] *)*", "").replaceFirst(" .*", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(loaded).contains(Main.class.getName());
    }

    /** The methods of records and proxies are made in each process, because a class-data archive has neither. */
    @Test
    void runLinksNoMethodsOfRecords() {
        assertThat(loaded).doesNotContain("java.lang.runtime.ObjectMethods");
    }

    @Test
    void runLoadsOnlyTheModelClassesOfItsRequests() {
        assertThat(loaded)
                .contains(DYNAMO_DB + "UpdateItemRequest", S3 + "PutObjectRequest")
                .doesNotContain(DYNAMO_DB + "ExecuteStatementRequest", S3 + "WriteGetObjectResponseRequest");
        assertThat(loaded.stream().filter(name -> name.startsWith(DYNAMO_DB) || name.startsWith(S3)))
                .hasSizeLessThan(MOST_MODEL_CLASSES);
    }
}
