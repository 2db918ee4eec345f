package dev.anabranch.benchmarks.coldstart;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A function that can be started repeatedly, each time in a new JVM.
 *
 * @param java the {@code java} to run
 * @param options options of the JVM in addition to those of Lambda
 * @param classPath the class path of the JVM; on Lambda it has only the runtime interface client
 * @param handler a class that is a stream handler
 * @param taskRoot the unpacked package
 * @param quota the share of a processor; empty for no limit
 * @param snapStart whether to measure a restore; the process waits where the snapshot would be taken
 */
record FunctionStart(
        Path java,
        List<String> options,
        String classPath,
        String handler,
        Path taskRoot,
        String event,
        Optional<CpuQuota> quota,
        boolean snapStart) {

    private static final int PATIENCE_SECONDS = 60;

    /** Lambda's options for Java 17 with 512 MB. The class data archive of Lambda's runtime is not available. */
    private static final List<String> LAMBDA_OPTIONS = List.of(
            "-XX:MaxHeapSize=445645k",
            "-XX:+UseSerialGC",
            "-XX:+TieredCompilation",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");

    FunctionStart with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new FunctionStart(java, all, classPath, handler, taskRoot, event, quota, snapStart);
    }

    /**
     * Starts the function and waits for its first answer.
     *
     * @return the milliseconds from the start of the JVM (with SnapStart from the restore) to the answer
     */
    double run() throws IOException, InterruptedException {
        try (LocalLambda lambda = LocalLambda.open(event)) {
            long begun = System.nanoTime();
            Process process = process(lambda).start();
            try {
                if (snapStart) {
                    lambda.await(LocalLambda.Point.SNAPSHOT, PATIENCE_SECONDS);
                    begun = lambda.restore();
                }
                LocalLambda.Reached answer = lambda.await(LocalLambda.Point.ANSWERED, PATIENCE_SECONDS);
                if (lambda.writes() != 2) {
                    throw new IllegalStateException(
                            handler + " should write twice to DynamoDB, not " + lambda.writes() + " times.");
                }
                return (answer.nanos() - begun) / 1e6;
            } finally {
                end(process);
            }
        }
    }

    /** Terminates the process with a signal, so that a JVM that creates an archive can write it. */
    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private ProcessBuilder process(LocalLambda lambda) {
        List<String> command = new ArrayList<>(quota.map(CpuQuota::prefix).orElse(List.of()));
        command.add(java.toString());
        command.addAll(LAMBDA_OPTIONS);
        command.addAll(options);
        command.addAll(
                List.of("-cp", classPath, "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", handler));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(taskRoot.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(taskRoot + ".log")));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_") || name.equals("JAVA_TOOL_OPTIONS"));
        environment.putAll(Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                lambda.address(),
                "AWS_LAMBDA_FUNCTION_NAME",
                "benchmark",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "512",
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                snapStart ? "snap-start" : "on-demand",
                "LAMBDA_TASK_ROOT",
                taskRoot.toString(),
                "AWS_REGION",
                "eu-west-1",
                "AWS_ACCESS_KEY_ID",
                "none",
                "AWS_SECRET_ACCESS_KEY",
                "none",
                "AWS_ENDPOINT_URL_DYNAMODB",
                "http://" + lambda.address(),
                "_HANDLER",
                handler));
        environment.put("AWS_ENDPOINT_URL_S3", "http://" + lambda.address());
        environment.put("ANABRANCH_TASK", "dev.anabranch.examples.squareall.Square");
        environment.put("ANABRANCH_TABLE", "records");
        environment.put("ANABRANCH_BUCKET", "payloads");
        return builder;
    }
}
