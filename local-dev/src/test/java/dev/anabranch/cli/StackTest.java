package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.anabranch.cli.StubApi.Answer;
import dev.anabranch.client.DeployedStack;
import dev.anabranch.python.MotoServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** Deployments that are named by their stack: an emulator has it, and CloudFormation says where its run API is. */
@Timeout(240)
final class StackTest {

    private static final String PREFIX = "arn:aws:states:eu-west-1:123456789012:stateMachine:Orders-";

    @TempDir
    Path folder;

    private final List<URI> shown = new ArrayList<>();
    private TestConsole console = new TestConsole();

    private int call(String... arguments) {
        console = new TestConsole(new TestConsole.FixedAwsAccess(), page -> shown.add(page));
        return Main.run(console.console(folder, Map.of(), new Terminal(true, 80, 24, true)), arguments);
    }

    @Test
    void anEmulatorSaysWhereTheStacksApiIs() throws IOException {
        try (MotoServer moto = MotoServer.start(System.out).orElseGet(() -> abort("There is no moto."));
                ServedRuns served = new ServedRuns(Map.of())) {
            deploy(moto, RemoteTarget.DEFAULT_STACK, served.uri());
            deploy(moto, "Orders", served.uri());
            String endpoint = moto.endpoint().toString();

            assertThat(call("start", "square-all", "--input", "{\"n\": 2}", "--id", "one", "--endpoint-url", endpoint))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);
            assertThat(console.err())
                    .isEqualTo("To see how it goes: anabranch status one --follow --endpoint-url " + endpoint + "\n");
            assertThat(call("status", "one", "--follow", "--endpoint-url", endpoint, "--stack", "Orders"))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);
            assertThat(call("runs", "--endpoint-url", endpoint, "--stack", "Other"))
                    .isEqualTo(ExitCode.WRONG_COMMAND);
            assertThat(console.err())
                    .startsWith("anabranch: There is no stack `Other` in " + endpoint + ".")
                    .hasLineCount(1);
            assertThat(call("runs", "--endpoint-url", endpoint, "--region", "us-west-2"))
                    .isEqualTo(ExitCode.WRONG_COMMAND);
            // An emulator has no console; what its API says of a run is there.
            assertThat(call("open", "one", "--endpoint-url", endpoint)).isEqualTo(ExitCode.OK);
            assertThat(console.out()).isEqualTo(served.uri() + "/runs/one\n");
        }
    }

    private static void deploy(MotoServer moto, String name, URI api) {
        try (CloudFormationClient client = CloudFormationClient.builder()
                .endpointOverride(moto.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(new TestConsole.FixedAwsAccess().credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            client.createStack(request -> request.stackName(name).templateBody("""
                            {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}},
                             "Outputs": {"ApiUrl": {"Value": "%s"}, "StateMachinePrefix": {"Value": "%s"}}}
                            """.formatted(api, PREFIX)));
        }
    }

    /** CloudFormation as it answers on AWS, and behind it the run API of the stack. */
    private static StubApi.Script aws(String outputs) {
        return asked -> asked.method().equals("POST")
                ? new Answer(200, Map.of("Content-Type", "text/xml"), """
                        <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
                        <DescribeStacksResult><Stacks><member><StackName>Orders</StackName>
                        <StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>
                        <Outputs>%s</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>
                        """.formatted(outputs))
                : Answer.of(200, """
                        {"id": "a-1", "workflow": "land-cover", "status": "RUNNING", "started": "2026-01-01T00:00:00Z"}
                        """);
    }

    @Test
    void aStackWithoutARunApiIsOneSentence() throws IOException {
        try (StubApi stub = new StubApi(aws(""))) {
            assertThat(call(
                            "runs",
                            "--stack",
                            "Orders",
                            "--endpoint-url",
                            stub.uri().toString()))
                    .isEqualTo(ExitCode.WRONG_COMMAND);

            assertThat(console.err())
                    .startsWith("anabranch: The stack `Orders` has no output `ApiUrl`: it has no run API")
                    .hasLineCount(1);
            assertThat(stub.asked.get(0).body()).contains("Action=DescribeStacks", "StackName=Orders");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, ValidationError, Stack with id Orders does not exist, 2, There is no stack `Orders` in http://127.0.0.1:",
        "403, AccessDenied, User x is not authorized, 4, does not let us look at the stack `Orders`: User x is not authorized.",
        "403, ExpiredToken, The security token included in the request is expired, 4, The AWS credentials have expired. Sign in again",
        "400, Throttling, Rate exceeded, 4, cannot say anything about the stack `Orders`: Rate exceeded.",
    })
    void whatCloudFormationRefusesIsOneSentence(int status, String code, String message, int exit, String said)
            throws IOException {
        String error =
                "<ErrorResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><Error><Type>Sender</Type>"
                        + "<Code>" + code + "</Code><Message>" + message + "</Message></Error></ErrorResponse>";
        try (StubApi stub = new StubApi(asked -> new Answer(status, Map.of("Content-Type", "text/xml"), error))) {
            assertThat(call(
                            "runs",
                            "--stack",
                            "Orders",
                            "--endpoint-url",
                            stub.uri().toString()))
                    .isEqualTo(exit);

            assertThat(console.err()).contains(said).hasLineCount(1);
        }
    }

    @Test
    void anEmulatorThatIsNotThereIsOneSentence() {
        assertThat(call("runs", "--endpoint-url", "http://127.0.0.1:1")).isEqualTo(ExitCode.UNAVAILABLE);

        assertThat(console.err())
                .startsWith("anabranch: CloudFormation in http://127.0.0.1:1 cannot be reached: ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "aws, eu-west-1, eu-west-1.console.aws.amazon.com",
        "aws-cn, cn-north-1, cn-north-1.console.amazonaws.cn",
        "aws-us-gov, us-gov-west-1, us-gov-west-1.console.amazonaws-us-gov.com"
    })
    void thePageOfARunOnAwsIsThatOfItsExecution(String partition, String region, String host) {
        String prefix = PREFIX.replace("arn:aws:", "arn:" + partition + ":").replace("eu-west-1", region);

        String execution = new DeployedStack("Orders", region, Map.of("StateMachinePrefix", prefix))
                .execution("land-cover", "a-1")
                .orElseThrow();

        assertThat(RemoteTarget.consolePage(execution))
                .hasToString("https://" + host + "/states/home?region=" + region + "#/v2/executions/details/arn:"
                        + partition + ":states:" + region + ":123456789012:execution:Orders-land-cover:a-1");
    }

    @Test
    void thePageIsOpenedWhereSomebodySitsBeforeTheMachine() throws IOException {
        try (StubApi stub = new StubApi(aws(""))) {
            String url = stub.uri().toString();
            URI page = URI.create(url + "/runs/a-1");

            assertThat(call("open", "a-1", "--url", url)).isEqualTo(ExitCode.OK);
            assertThat(shown).containsExactly(page);
            assertThat(call("open", "a-1", "--url", url, "--print")).isEqualTo(ExitCode.OK);
            assertThat(shown).hasSize(1);
            assertThat(console.out()).isEqualTo(page + "\n");

            TestConsole bare = new TestConsole();
            assertThat(Main.run(
                            bare.console(folder, Map.of(), new Terminal(true, 80, 24, true)),
                            "open",
                            "a-1",
                            "--url",
                            url))
                    .isEqualTo(ExitCode.OK);
            assertThat(bare.err()).contains("There is no browser here to open it with; $BROWSER can name one.");
        }
    }
}
