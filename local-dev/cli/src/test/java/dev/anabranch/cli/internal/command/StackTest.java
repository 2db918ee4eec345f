package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.command.StubApi.Answer;
import dev.anabranch.cli.internal.command.StubApi.Asked;
import dev.anabranch.cli.internal.location.RemoteTarget;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.Terminal;
import dev.anabranch.client.internal.DeployedStack;
import dev.anabranch.publicpackages.NeedsPublicPackages;
import dev.anabranch.stores.python.MotoServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
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

/** Deployments that are named by their stack: CloudFormation in an emulator returns the address of the run API. */
@Timeout(240)
final class StackTest {

    private static final String PREFIX = "arn:aws:states:eu-west-1:123456789012:stateMachine:Orders-";

    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:Orders-Api:live";

    @TempDir
    Path folder;

    private final List<URI> shown = new ArrayList<>();
    private TestConsole console = new TestConsole();

    private int call(String... arguments) {
        console = new TestConsole(new TestConsole.FixedAwsAccess(), page -> shown.add(page));
        return Anabranch.run(console.console(folder, Map.of(), new Terminal(true, 400, 24, true, false)), arguments);
    }

    @Test
    @NeedsPublicPackages
    void emulatorReturnsTheAddressOfTheStacksApi() throws IOException {
        try (MotoServer moto = MotoServer.start();
                ServedRuns served = new ServedRuns(Map.of())) {
            deploy(moto, RemoteTarget.DEFAULT_STACK, served.uri());
            deploy(moto, "Orders", served.uri());
            String endpoint = moto.endpoint().toString();

            assertThat(call("start", "square-all", "--input", "{\"n\": 2}", "--id", "one", "--endpoint-url", endpoint))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);
            assertThat(console.err())
                    .isEqualTo("To follow it: ./anabranch status one --follow --endpoint-url " + endpoint + "\n");
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
            // An emulator has no console, so the page is that of the run API.
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

    /** Answers like CloudFormation on AWS, and passes other requests to the run API of the stack. */
    private static StubApi.Script aws(String outputs) {
        return asked -> asked.method().equals("POST")
                ? new Answer(200, Map.of("Content-Type", "text/xml"), """
                        <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
                        <DescribeStacksResult><Stacks><member><StackName>Orders</StackName>
                        <StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>
                        <Outputs>%s</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>
                        """.formatted(outputs))
                : Answer.of(200, asked.uri().getPath().endsWith("/children") ? "{\"items\": []}" : """
                        {"id": "a-1", "workflow": "land-cover", "status": "RUNNING", "started": "2026-01-01T00:00:00Z"}
                        """);
    }

    @Test
    void stackWithoutRunApiIsReportedInOneSentence() throws IOException {
        try (StubApi stub = new StubApi(aws(""))) {
            assertThat(call(
                            "runs",
                            "--stack",
                            "Orders",
                            "--endpoint-url",
                            stub.uri().toString()))
                    .isEqualTo(ExitCode.WRONG_COMMAND);

            assertThat(console.err())
                    .startsWith(
                            "anabranch: The stack `Orders` has neither of the outputs `ApiUrl` and `ApiFunctionArn`. ")
                    .hasLineCount(1);
            assertThat(stub.asked.get(0).body()).contains("Action=DescribeStacks", "StackName=Orders");
        }
    }

    private static String output(String key, String value) {
        return "<member><OutputKey>" + key + "</OutputKey><OutputValue>" + value + "</OutputValue></member>";
    }

    @Test
    void requestsForHostsOfAnEmulatorGoToItsPort() throws IOException {
        String host = "abc.execute-api.localhost.localstack.cloud:4566";
        try (StubApi stub = new StubApi(aws(output("ApiUrl", "http://" + host + "/stage/")))) {
            assertThat(call(
                            "status",
                            "a-1",
                            "--json",
                            "--endpoint-url",
                            stub.uri().toString()))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);

            assertThat(stub.asked)
                    .filteredOn(asked -> asked.method().equals("GET"))
                    .isNotEmpty()
                    .allMatch(asked -> asked.header("Host").equals(host), "the host that it is for")
                    .allMatch(asked -> asked.uri().getPath().startsWith("/stage/runs/a-1"), "the path there");
        }
    }

    @Test
    void awsEndpointVariableNamesAnEmulator() throws IOException {
        try (StubApi stub = new StubApi(aws(output("ApiUrl", "https://abc.execute-api.eu-west-1.amazonaws.com")))) {
            Map<String, String> variable = Map.of("AWS_ENDPOINT_URL", stub.uri().toString());
            assertThat(Anabranch.run(console.console(folder, variable), "status", "a-1", "--json", "--stack", "Orders"))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);
            assertThat(stub.asked)
                    .filteredOn(asked -> asked.method().equals("GET"))
                    .isNotEmpty()
                    .allMatch(
                            asked -> asked.header("Authorization").contains("/eu-west-1/execute-api/"),
                            "signed for the host that it is for");
        }
        assertThat(Anabranch.run(
                        console.console(folder, Map.of("AWS_ENDPOINT_URL", "a b")), "runs", "--stack", "Orders"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("The variable AWS_ENDPOINT_URL is `a b`, but must be a URL.");
    }

    /** An emulator without HTTP APIs: Lambda calls the function with the events that API Gateway would send. */
    private static StubApi.Script withoutHttpApis(ServedRuns served) {
        StubApi.Script cloudFormation = aws(output("ApiUrl", "unknown") + output("ApiFunctionArn", FUNCTION));
        StubApi.Script api = StubApi.forwarding(served.uri());
        return asked -> {
            if (!asked.uri().getPath().startsWith("/2015-03-31/functions/")) {
                return cloudFormation.answer(asked);
            }
            assertThat(asked.uri().getPath()).isEqualTo("/2015-03-31/functions/" + FUNCTION + "/invocations");
            JsonNode event = json(asked.body());
            String query = event.path("rawQueryString").asText();
            Map<String, List<String>> headers = new HashMap<>();
            event.path("headers")
                    .properties()
                    .forEach(header -> headers.put(
                            header.getKey(), List.of(header.getValue().asText())));
            Answer answer = api.answer(new Asked(
                    event.path("requestContext").path("http").path("method").asText(),
                    URI.create(event.path("rawPath").asText() + (query.isEmpty() ? "" : "?" + query)),
                    headers,
                    new String(Base64.getDecoder().decode(event.path("body").asText()), StandardCharsets.UTF_8)));
            ObjectNode response = JsonNodeFactory.instance.objectNode().put("statusCode", answer.status());
            return Answer.of(200, response.put("body", answer.body()).toString());
        };
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void withoutAnHttpApiTheFunctionIsCalled() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of());
                StubApi stub = new StubApi(withoutHttpApis(served))) {
            String endpoint = stub.uri().toString();

            assertThat(call("start", "square-all", "--input", "{\"n\": 3}", "--wait", "--endpoint-url", endpoint))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);
            assertThat(console.out()).contains("\"succeeded\" : 3");
            assertThat(call("status", "größe ü", "--endpoint-url", endpoint)).isEqualTo(ExitCode.WRONG_COMMAND);
            assertThat(console.err()).contains("There is no run `größe ü`").hasLineCount(1);
            String run = served.get("/runs").path("items").path(0).path("id").asText();
            assertThat(call("open", run, "--endpoint-url", endpoint)).isEqualTo(ExitCode.WRONG_COMMAND);
            assertThat(console.err())
                    .isEqualTo(
                            "anabranch: The deployment has no page about a run: it has neither a Step Functions console nor an HTTP API.\n");
        }
    }

    @Test
    void failingOrMissingApiFunctionIsReportedInOneSentence() throws IOException {
        StubApi.Script cloudFormation = aws(output("ApiFunctionArn", FUNCTION));
        for (Answer answer : List.of(
                new Answer(200, Map.of("X-Amz-Function-Error", "Unhandled"), "{\"errorMessage\": \"no table\"}"),
                new Answer(
                        404,
                        Map.of("X-Amzn-ErrorType", "ResourceNotFoundException"),
                        "{\"Message\": \"no such thing\"}"),
                Answer.of(503, "{\"Message\": \"try later\"}"))) {
            try (StubApi stub = new StubApi(asked ->
                    asked.uri().getPath().startsWith("/2015-03-31/") ? answer : cloudFormation.answer(asked))) {
                assertThat(call("runs", "--endpoint-url", stub.uri().toString()))
                        .isEqualTo(ExitCode.UNAVAILABLE);

                assertThat(console.err())
                        .containsAnyOf("failed: no table.", "no such thing", "try later")
                        .hasLineCount(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, ValidationError, Stack with id Orders does not exist, 2, There is no stack `Orders` in http://127.0.0.1:",
        "403, AccessDenied, User x is not authorized, 4, denies access to the stack `Orders`: User x is not authorized.",
        "403, ExpiredToken, The security token included in the request is expired, 4, The AWS credentials have expired. Sign in again",
        "400, Throttling, Rate exceeded, 4, cannot describe the stack `Orders`: Rate exceeded.",
    })
    void refusalOfCloudFormationIsReportedInOneSentence(int status, String code, String message, int exit, String said)
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
    void missingEmulatorIsReportedInOneSentence() {
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
    void pageOfARunOnAwsIsThatOfItsExecution(String partition, String region, String host) {
        String prefix = PREFIX.replace("arn:aws:", "arn:" + partition + ":").replace("eu-west-1", region);

        String execution = new DeployedStack("Orders", region, Map.of("StateMachinePrefix", prefix))
                .execution("land-cover", "a-1")
                .orElseThrow();

        assertThat(RemoteTarget.consolePage(execution))
                .hasToString("https://" + host + "/states/home?region=" + region + "#/v2/executions/details/arn:"
                        + partition + ":states:" + region + ":123456789012:execution:Orders-land-cover:a-1");
    }

    @Test
    void pageIsOpenedOnATerminal() throws IOException {
        try (StubApi stub = new StubApi(aws(""))) {
            String url = stub.uri().toString();
            URI page = URI.create(url + "/runs/a-1");

            assertThat(call("open", "a-1", "--url", url)).isEqualTo(ExitCode.OK);
            assertThat(shown).containsExactly(page);
            assertThat(call("open", "a-1", "--url", url, "--print")).isEqualTo(ExitCode.OK);
            assertThat(shown).hasSize(1);
            assertThat(console.out()).isEqualTo(page + "\n");

            TestConsole bare = new TestConsole();
            assertThat(Anabranch.run(
                            bare.console(folder, Map.of(), new Terminal(true, 80, 24, true, false)),
                            "open",
                            "a-1",
                            "--url",
                            url))
                    .isEqualTo(ExitCode.OK);
            assertThat(bare.err())
                    .contains(
                            "No browser was found to open the page. Set $BROWSER to one, or open the address yourself.");
        }
    }
}
