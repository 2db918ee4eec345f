package dev.anabranch.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;

/** What a backend cannot be is said in a sentence. */
final class BackendBuilderTest {

    private final Stack stack;

    BackendBuilderTest() throws InterruptedException {
        Assembly.requireNode();
        stack = new Stack(new App(AppProps.builder().analyticsReporting(false).build()), "Orders");
    }

    @Test
    void aManifestIsNeeded() {
        refused(
                AnabranchBackend.Builder.create(stack, "Backend").lambdaPackage(Assembly.PACKAGE),
                "A backend needs a manifest");
    }

    @Test
    void aPackageThatIsThereIsNeeded() {
        refused(
                AnabranchBackend.Builder.create(stack, "Backend").manifest(Assembly.small()),
                "A backend needs a lambdaPackage");
        refused(
                Assembly.backend(stack).lambdaPackage(Path.of("nowhere.zip")),
                "The Lambda package `nowhere.zip` is not there. Build it first");
    }

    @Test
    void theNameOfAMachineHasAnEnd() {
        refused(
                Assembly.backend(stack).name("n".repeat(75)),
                "-nested-maps`, but a name has at most 80 characters. Give the backend a shorter `name(...)`");
    }

    @Test
    void aScheduleNeedsAWorkflowThatIsThere() {
        refused(
                Assembly.backend(stack).schedule(new RunSchedule("nightly", "nowhere", "rate(1 day)", "1")),
                "The schedule `nightly` starts the workflow `nowhere`, which the manifest does not have.");
    }

    @Test
    void aScheduleNeedsJson() {
        refused(
                Assembly.backend(stack).schedule(new RunSchedule("nightly", "one-call", "rate(1 day)", "{")),
                "The input of the schedule `nightly` is not JSON");
    }

    @Test
    void schedulesHaveNamesOfTheirOwn() {
        RunSchedule schedule = new RunSchedule("nightly", "one-call", "rate(1 day)", "1");
        refused(
                Assembly.backend(stack).schedule(schedule).schedule(schedule),
                "Two schedules have the name `nightly`.");
    }

    @Test
    void schedulesGoThroughTheRunApi() {
        refused(
                Assembly.backend(stack)
                        .runApi(false)
                        .schedule(new RunSchedule("nightly", "one-call", "rate(1 day)", "1")),
                "Schedules and tokens go through the run API");
    }

    @Test
    void tokensNeedAnAudience() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Assembly.backend(stack).jwt("https://login.example.org/"))
                .withMessageContaining("needs an audience");
    }

    @Test
    void aBackendHandsOutWhatOthersMayNeed() {
        AnabranchBackend backend = Assembly.backend(stack).httpApi(false).build();

        assertThat(backend.table().getTableArn()).isNotEmpty();
        assertThat(backend.bucket().getBucketArn()).isNotEmpty();
        assertThat(backend.stateMachine("one-call")).isPresent();
        assertThat(backend.stateMachine("nowhere")).isEmpty();
        assertThat(backend.runApiFunction()).isPresent();
        assertThat(backend.httpApi()).isEmpty();
    }

    private static void refused(AnabranchBackend.Builder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
    }
}
