package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.sample.Workflows;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.NestedStack;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.services.lambda.Runtime;

/** Invalid options are refused with a sentence. */
final class BackendBuilderTest {

    private final Stack stack;

    BackendBuilderTest() throws InterruptedException {
        Assembly.requireNode();
        stack = new Stack(new App(AppProps.builder().analyticsReporting(false).build()), "Orders");
    }

    @Test
    void workflowIsRequired() {
        refused(
                AnabranchBackend.Builder.create(stack, "Backend").lambdaPackage(Assembly.PACKAGE),
                "The backend has no workflow. Add at least one");
    }

    @Test
    void workflowsAreTranslated() {
        AnabranchBackend backend = AnabranchBackend.Builder.create(stack, "Backend")
                .workflow(new Workflows.OneCall())
                .workflow(new Workflows.NoCall())
                .lambdaPackage(Assembly.PACKAGE)
                .build();

        assertThat(backend.stateMachine("one-call")).isPresent();
        assertThat(backend.stateMachine("no-call")).isPresent();
    }

    @Test
    void warningsOfAWorkflowAreThoseOfTheStack() {
        AnabranchBackend.Builder.create(stack, "Backend")
                .workflow(new TooParallel())
                .workflow(new Workflows.OneCall())
                .lambdaPackage(Assembly.PACKAGE)
                .build();

        Annotations warnings = Annotations.fromStack(stack);
        warnings.hasWarning(
                "/Orders",
                Match.stringLikeRegexp(
                        "workflow `too-parallel`, node `map square` \\(BackendBuilderTest\\.java:\\d+\\): .*2000 functions could run"
                                + " in parallel.*Lower `concurrency\\(\\.\\.\\.\\)`.*"));
        warnings.hasNoWarning("/Orders", Match.stringLikeRegexp(".*one-call.*"));
    }

    /** Runs more functions in parallel than an account may by default. */
    public static final class TooParallel implements Workflow<List<Long>, List<Long>> {
        @Override
        public Value<List<Long>> define(Flow flow, Value<List<Long>> numbers) {
            return flow.map(numbers, Square.class).concurrency(2_000).toList();
        }
    }

    @Test
    void aManifestIsReadWithItsFiles(@TempDir Path folder) throws IOException {
        for (Map.Entry<String, String> file : Assembly.small().files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }

        AnabranchBackend backend = AnabranchBackend.Builder.create(stack, "Backend")
                .manifest(folder.resolve("manifest.json"))
                .lambdaPackage(Assembly.PACKAGE)
                .build();

        assertThat(backend.stateMachine("nested-maps")).isPresent();
    }

    @Test
    void existingLambdaPackageIsRequired() {
        refused(
                AnabranchBackend.Builder.create(stack, "Backend").manifest(Assembly.small()),
                "The backend has no Lambda package");
        refused(
                Assembly.backend(stack).lambdaPackage(Path.of("nowhere.zip")),
                "The Lambda package `nowhere.zip` does not exist. Build it first");
    }

    @Test
    void tooLongNameOfAMachineIsRefused() {
        refused(
                Assembly.backend(stack).name("n".repeat(75)),
                "-nested-maps`, but a name has at most 80 characters. Shorten the `name(...)` of the backend");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a.b", "naïve", "a/b", "${x}"})
    void nameWithOtherCharactersIsRefused(String name) {
        refused(
                Assembly.backend(stack).name(name),
                "The name of the backend is `" + name + "`, but it can contain only letters");
    }

    @Test
    void nestedStackNeedsAName() {
        NestedStack nested = new NestedStack(stack, "Nested");

        refused(Assembly.backend(nested), "Set the `name(...)` of the backend");
        assertThat(Assembly.backend(nested).name("inner").build().stateMachine("one-call"))
                .isPresent();
    }

    @Test
    void backendsOfAStackNeedDifferentNames() {
        Assembly.backend(stack).build();
        AnabranchBackend.Builder second = AnabranchBackend.Builder.create(stack, "Second")
                .manifest(Assembly.small())
                .lambdaPackage(Assembly.PACKAGE);

        refused(second, "The stack already has a backend");
        assertThat(AnabranchBackend.Builder.create(stack, "Third")
                        .manifest(Assembly.small())
                        .lambdaPackage(Assembly.PACKAGE)
                        .name("third")
                        .build()
                        .stateMachine("one-call"))
                .isPresent();
    }

    @Test
    void functionsNeedJava17() {
        for (Runtime old : List.of(Runtime.JAVA_11, Runtime.JAVA_8_CORRETTO, Runtime.PYTHON_3_13)) {
            refused(
                    Assembly.backend(stack).runtime(old),
                    "The runtime is `" + old.getName() + "`, but the functions need Java 17 or later");
        }
    }

    @Test
    void nameOfAScheduleIsChecked() {
        refused(
                Assembly.backend(new Stack(stack, "Long")).name("n".repeat(60)).schedule(schedule("nightly")),
                "-nightly`, but a name has at most 64 characters. Shorten the `name(...)` of the backend or the name of the schedule.");
        refused(
                Assembly.backend(stack).schedule(schedule("every night")),
                "The name of a schedule is `every night`, but it can contain only letters, digits");
    }

    private static RunSchedule schedule(String name) {
        return new RunSchedule(name, "one-call", "rate(1 day)", "1");
    }

    @Test
    void scheduleOfAnUnknownWorkflowIsRefused() {
        refused(
                Assembly.backend(stack).schedule(new RunSchedule("nightly", "nowhere", "rate(1 day)", "1")),
                "The schedule `nightly` starts the workflow `nowhere`, which the backend does not deploy.");
    }

    @Test
    void inputOfAScheduleMustBeJson() {
        refused(
                Assembly.backend(stack).schedule(new RunSchedule("nightly", "one-call", "rate(1 day)", "{")),
                "The input of the schedule `nightly` is not JSON");
    }

    @Test
    void schedulesNeedDifferentNames() {
        RunSchedule schedule = new RunSchedule("nightly", "one-call", "rate(1 day)", "1");
        refused(
                Assembly.backend(stack).schedule(schedule).schedule(schedule),
                "Two schedules have the name `nightly`.");
    }

    @Test
    void schedulesNeedTheRunApi() {
        refused(
                Assembly.backend(stack)
                        .runApi(false)
                        .schedule(new RunSchedule("nightly", "one-call", "rate(1 day)", "1")),
                "Schedules and tokens need the run API");
    }

    @Test
    void tokensNeedAnAudience() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Assembly.backend(stack).jwt("https://login.example.org/"))
                .withMessageContaining("needs an audience");
    }

    @Test
    void issuerOfTokensNeedsAnHttpsAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Assembly.backend(stack).jwt("login.example.org", "anabranch"))
                .withMessageContaining(
                        "The issuer of tokens is `login.example.org`, but API Gateway reads its keys from an address that"
                                + " begins with `https://`");
    }

    @Test
    void tokensNeedAnHttpApi() {
        refused(
                Assembly.backend(stack).httpApi(false).jwt("https://login.example.org/", "anabranch"),
                "The HTTP API checks the tokens");
    }

    @Test
    void backendReturnsItsResources() {
        AnabranchBackend backend = Assembly.backend(stack).httpApi(false).build();

        assertThat(backend.table().getTableArn()).isNotEmpty();
        assertThat(backend.bucket().getBucketArn()).isNotEmpty();
        assertThat(backend.stateMachine("one-call")).isPresent();
        assertThat(backend.stateMachine("nowhere")).isEmpty();
        assertThat(backend.runApiFunction()).isPresent();
        assertThat(backend.httpApi()).isEmpty();
    }

    @Test
    void allProblemsAreReportedTogether() {
        AnabranchBackend.Builder backend = Assembly.backend(stack)
                .name("two words")
                .runtime(Runtime.JAVA_11)
                .lambdaPackage(Path.of("nowhere.zip"))
                .httpApi(false)
                .jwt("https://login.example.org/", "anabranch")
                .task(Square.class, TaskOptions.create())
                .schedule(new RunSchedule("nightly", "nowhere", "every night", "+02:00", "{"));

        for (String message : List.of(
                "The name of the backend is `two words`",
                "The Lambda package `nowhere.zip` does not exist",
                "The runtime is `java11`",
                "The HTTP API checks the tokens",
                "No workflow calls the task",
                "The expression of the schedule `nightly` is `every night`",
                "The time zone of the schedule `nightly` is `+02:00`",
                "The schedule `nightly` starts the workflow `nowhere`",
                "The input of the schedule `nightly` is not JSON")) {
            refused(backend, message);
        }
        assertThat(stack.getNode().getChildren())
                .as("nothing is created before the checks")
                .isEmpty();
    }

    @Test
    void missingOptionsAreReportedWithInvalidOnes() {
        AnabranchBackend.Builder backend = AnabranchBackend.Builder.create(stack, "Backend")
                .runtime(Runtime.JAVA_11)
                .schedule(new RunSchedule("nightly", "one-call", "every night", "\"x\""));

        for (String message : List.of(
                "The backend has no workflow",
                "The backend has no Lambda package",
                "The runtime is `java11`",
                "The expression of the schedule `nightly` is `every night`")) {
            refused(backend, message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Helsinki", "EST", "MST", "HST", "ROC", "GMT+0", "Etc/GMT+5"})
    void namesOfTheIanaDatabaseAreTimeZones(String zone) {
        Assembly.backend(stack).schedule(inZone(zone)).build();

        assertThat(Annotations.fromStack(stack).findWarning("*", Match.stringLikeRegexp(".*time zone.*")))
                .isEmpty();
    }

    @Test
    void timeZoneThatTheJdkDoesNotKnowIsAWarning() {
        Assembly.backend(stack).schedule(inZone("Mars/New_Base")).build();

        Annotations.fromStack(stack)
                .hasWarning(
                        "/Orders/Backend/Schedules/nightly",
                        Match.stringLikeRegexp(
                                "The time zone of the schedule `nightly` is `Mars/New_Base`, which this JDK"
                                        + " does not know\\..*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "+02:00", "UTC+2", "GMT+02:00", "Europe/", "Europe /Helsinki", "2"})
    void otherTimeZonesAreRefused(String zone) {
        refused(
                Assembly.backend(stack).schedule(inZone(zone)),
                "The time zone of the schedule `nightly` is `" + zone + "`, but must be a name of the IANA database");
    }

    private static RunSchedule inZone(String zone) {
        return new RunSchedule("nightly", "one-call", "cron(0 3 * * ? *)", zone, "\"x\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(1 hour)",
                "rate(15 minutes)",
                "at(2030-01-31T08:00:00)",
                "cron(0 3 * * ? *)",
                "cron(0/15 8-17 ? * MON-FRI *)",
                "cron(0 10 ? * 6L 2026-2030)",
                "cron(0 10 ? JAN,JUL MON#1 *)",
                "cron(0 10 LW * ? *)"
            })
    void expressionsOfEventBridgeSchedulerAreAccepted(String expression) {
        AnabranchBackend.Builder backend =
                Assembly.backend(stack).schedule(new RunSchedule("nightly", "one-call", expression, "\"x\""));

        assertThat(backend.build().stateMachine("one-call")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "every night",
                "rate(0 minutes)",
                "rate(1 second)",
                "rate(1 hour) ",
                "at(2030-01-31)",
                "0 3 * * *",
                "cron(0 3 * * *)",
                "cron(0 3 * * * *)",
                "cron(0 3 ? * ? *)"
            })
    void otherExpressionsAreRefused(String expression) {
        refused(
                Assembly.backend(stack).schedule(new RunSchedule("nightly", "one-call", expression, "\"x\"")),
                "The expression of the schedule `nightly` is `" + expression + "`, but must be like `rate(1 hour)`");
    }

    @Test
    void inputOfAScheduleMustBeOfTheWorkflowsType() {
        refused(
                Assembly.backend(stack).schedule(new RunSchedule("nightly", "one-call", "rate(1 day)", "{\"a\": 1}")),
                "The schedule `nightly` cannot start a run. The input is invalid: ");
    }

    @Test
    void scheduleCanHaveAnyName() {
        AnabranchBackend.Builder backend = Assembly.backend(stack);
        for (String name : List.of("Role", "Resource", "Default", "a.b", "ab", "AB")) {
            backend.schedule(new RunSchedule(name, "one-call", "rate(1 day)", "\"x\""));
        }

        assertThat(backend.build().stateMachine("one-call")).isPresent();
    }

    @Test
    void findingsOfAllWorkflowsAreReported() {
        assertThatExceptionOfType(InvalidDefinition.class)
                .isThrownBy(() -> AnabranchBackend.Builder.create(stack, "Backend")
                        .workflow(new Twice("first"))
                        .workflow(new Twice("second"))
                        .lambdaPackage(Assembly.PACKAGE)
                        .build())
                .withMessageContaining("option-twice at workflow `first`")
                .withMessageContaining("option-twice at workflow `second`");
    }

    private record Twice(String name) implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(Square.class, number).named("one").named("two");
        }
    }

    public static final class Square implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return number * number;
        }
    }

    @Test
    void workflowsBesideAManifestAreRefused() {
        refused(
                Assembly.backend(stack).workflow(new Workflows.NoCall()),
                "The backend has a manifest, and 1 workflow that would not be deployed.");
    }

    @Test
    void missingManifestIsNamed(@TempDir Path folder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        AnabranchBackend.Builder.create(stack, "Backend").manifest(folder.resolve("manifest.json")))
                .withMessageContaining("manifest.json` of the manifest does not exist. `anabranch manifest` writes");
    }

    @Test
    void contextOfTheAppIsChecked() {
        for (Map.Entry<String, String> context : Map.of(
                        "stage", "production", "name", "a_b", "target", "aws,localstack")
                .entrySet()) {
            App app = App.Builder.create()
                    .analyticsReporting(false)
                    .context(Map.of(context.getKey(), context.getValue()))
                    .build();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AnabranchApp.stack(app, Assembly.PACKAGE))
                    .withMessageStartingWith(
                            "The context `" + context.getKey() + "` is `" + context.getValue() + "`, but ");
        }
    }

    @Test
    void appExplainsAMistakeWithoutAStackTrace() throws IOException, InterruptedException {
        Process app = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnabranchApp.class.getName(),
                        "one.zip",
                        "two.zip")
                .redirectErrorStream(true)
                .start();
        String printed = new String(app.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(app.waitFor()).isEqualTo(1);
        assertThat(printed)
                .isEqualToIgnoringNewLines("anabranch: The app takes one argument, the Lambda package, but got 2.");
    }

    private static void refused(AnabranchBackend.Builder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
    }
}
