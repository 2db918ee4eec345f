package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.runs.internal.process.SubRunResult;
import dev.anabranch.runs.internal.process.SubRunStart;
import dev.anabranch.task.RequiredSettings;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.sample.Workflows;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.amazon.awscdk.services.efs.AccessPoint;
import software.amazon.awscdk.services.efs.AccessPointAttributes;
import software.amazon.awscdk.services.efs.FileSystemAttributes;
import software.amazon.awscdk.services.efs.IFileSystem;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.FileSystem;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.ssm.SecureStringParameterAttributes;
import software.amazon.awscdk.services.ssm.StringParameter;

/** Settings, secrets, permissions and networks of tasks in the template. */
final class TaskOptionsTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-key-a1b2c3";
    private static final String BUCKET = "orders-of-the-company";

    /** A task that requires a setting and a secret. */
    @RequiredSettings(value = "MODEL", secrets = "API_KEY")
    public static final class Classify implements Task<String, String> {
        @Override
        public String run(String text, TaskContext context) {
            return text;
        }
    }

    /** A task that requires nothing. */
    public static final class Plain implements Task<String, String> {
        @Override
        public String run(String text, TaskContext context) {
            return text;
        }
    }

    /** A workflow with one task in two sizes and another task. */
    public static final class Classification implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            Value<String> small = flow.call(Classify.class, text);
            Value<String> large =
                    flow.call(Classify.class, small).named("large").memory(3_008);
            return flow.call(Plain.class, large);
        }
    }

    private final App app;
    private final Stack stack;
    private final ISecret secret;

    TaskOptionsTest(@TempDir Path out) throws InterruptedException {
        Assembly.requireNode();
        app = new App(AppProps.builder()
                .analyticsReporting(false)
                .outdir(out.toString())
                .build());
        stack = new Stack(app, "Orders");
        secret = Secret.fromSecretCompleteArn(stack, "ApiKey", ARN);
    }

    private AnabranchBackend.Builder backend() {
        return AnabranchBackend.Builder.create(stack, "Backend")
                .workflow(new Classification())
                .lambdaPackage(Assembly.PACKAGE);
    }

    private IVpc network() {
        return network("Network", "vpc-0123456789abcdef0", "subnet-1");
    }

    private IVpc network(String id, String vpc, String subnet) {
        return Vpc.fromVpcAttributes(
                stack,
                id,
                VpcAttributes.builder()
                        .vpcId(vpc)
                        .availabilityZones(List.of("eu-west-1a"))
                        .privateSubnetIds(List.of(subnet))
                        .build());
    }

    private TaskOptions required() {
        return TaskOptions.create().setting("MODEL", "v3").secret("API_KEY", secret);
    }

    @Test
    void settingsAreVariablesAndSecretsAreReferences() throws IOException {
        backend().task(Classify.class, required()).build();

        List<JsonNode> functions = functions(Classify.class);
        assertThat(functions).hasSize(2);
        for (JsonNode function : functions) {
            JsonNode variables = function.path("Environment").path("Variables");
            assertThat(variables.path("MODEL").asText()).isEqualTo("v3");
            assertThat(variables.path("ANABRANCH_SECRET_API_KEY").asText()).isEqualTo(ARN);
        }
        assertThat(functions(Plain.class))
                .singleElement()
                .extracting(function ->
                        function.path("Environment").path("Variables").has("MODEL"))
                .isEqualTo(false);
        assertThat(allowedTo("secretsmanager:GetSecretValue"))
                .as("only the functions of the task can read the secret")
                .containsExactly(ARN, ARN);
    }

    @Test
    void aSecretCanBeAFieldOrAParameter() throws IOException {
        backend()
                .task(
                        Classify.class,
                        TaskOptions.create()
                                .setting("MODEL", "v3")
                                .secret("API_KEY", secret, "key")
                                .secret(
                                        "TOKEN",
                                        StringParameter.fromSecureStringParameterAttributes(
                                                stack,
                                                "Token",
                                                SecureStringParameterAttributes.builder()
                                                        .parameterName("/orders/token")
                                                        .build())))
                .build();

        JsonNode variables =
                functions(Classify.class).get(0).path("Environment").path("Variables");
        assertThat(variables.path("ANABRANCH_SECRET_API_KEY").asText()).isEqualTo(ARN + "#key");
        assertThat(variables.path("ANABRANCH_SECRET_TOKEN").asText()).isEqualTo("ssm:/orders/token");
        assertThat(allowedTo("ssm:GetParameter")).hasSize(2).allMatch(resource -> resource.contains("orders/token"));
    }

    @Test
    void everythingThatIsMissingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backend().build())
                .withMessageContaining("The task `" + Classify.class.getName()
                        + "` of the workflow `classification` requires the setting `MODEL`."
                        + " Set it in its TaskOptions with `setting(\"MODEL\", ...)`.")
                .withMessageContaining("requires the secret `API_KEY`. Set it in its TaskOptions with"
                        + " `secret(\"API_KEY\", ...)`.");
    }

    @Test
    void aSettingIsNotASecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backend()
                        .task(
                                Classify.class,
                                TaskOptions.create().setting("MODEL", "v3").setting("API_KEY", "in the template"))
                        .build())
                .withMessageContaining("requires the secret `API_KEY`")
                .withMessageNotContaining("MODEL");
    }

    @Test
    void optionsOfAllTasksAreOverriddenByThoseOfOneTask() throws IOException {
        backend()
                .tasks(required().setting("STAGE", "test").tag("team", "maps"))
                .task(Plain.class, TaskOptions.create().setting("STAGE", "prod").reservedConcurrency(5))
                .build();

        JsonNode plain = functions(Plain.class).get(0);
        assertThat(plain.path("Environment").path("Variables").path("STAGE").asText())
                .isEqualTo("prod");
        assertThat(plain.path("ReservedConcurrentExecutions").asInt()).isEqualTo(5);
        assertThat(plain.path("Tags").toString()).contains("{\"Key\":\"team\",\"Value\":\"maps\"}");
        JsonNode classify = functions(Classify.class).get(0);
        assertThat(classify.path("Environment").path("Variables").path("STAGE").asText())
                .isEqualTo("test");
        assertThat(classify.has("ReservedConcurrentExecutions")).isFalse();
    }

    @Test
    void replacedSecretCannotBeRead() throws IOException {
        String other = ARN.replace("api-key", "other-key");
        backend()
                .tasks(required().secret("TOKEN", secret))
                .task(
                        Classify.class,
                        TaskOptions.create()
                                .secret("API_KEY", Secret.fromSecretCompleteArn(stack, "Other", other))
                                .setting("TOKEN", "not a secret"))
                .task(
                        Plain.class,
                        TaskOptions.create().setting("API_KEY", "none").setting("TOKEN", "none"))
                .build();

        assertThat(allowedTo("secretsmanager:GetSecretValue")).containsExactly(other, other);
    }

    @Test
    void networkOfOneTaskReplacesThatOfAllTasks() throws IOException {
        IVpc other = network("Other", "vpc-1123456789abcdef0", "subnet-2");
        backend()
                .tasks(required()
                        .vpc(network())
                        .securityGroups(SecurityGroup.fromSecurityGroupId(stack, "Group", "sg-0123456789abcdef0")))
                .task(Plain.class, TaskOptions.create().vpc(other))
                .build();

        JsonNode plain = functions(Plain.class).get(0).path("VpcConfig");
        assertThat(plain.path("SubnetIds").toString()).isEqualTo("[\"subnet-2\"]");
        assertThat(plain.path("SecurityGroupIds").toString())
                .as("groups of another network")
                .doesNotContain("sg-0123456789abcdef0");
    }

    @Test
    void networkOfOneTaskReplacesTheFileSystemOfAllTasks() throws IOException {
        IVpc other = network("Other", "vpc-1123456789abcdef0", "subnet-2");
        backend()
                .tasks(required().vpc(network()).fileSystem(fileSystem("Shared", "fsap-0")))
                .task(Plain.class, TaskOptions.create().vpc(other))
                .task(Classify.class, TaskOptions.create().vpc(other).fileSystem(fileSystem("Models", "fsap-1")))
                .build();

        assertThat(functions(Plain.class).get(0).has("FileSystemConfigs"))
                .as("a file system of another network")
                .isFalse();
        assertThat(functions(Classify.class).get(0).path("FileSystemConfigs"))
                .as("the file system of the task")
                .singleElement()
                .matches(mounted -> Assembly.text(mounted.path("Arn")).endsWith("fsap-1"));
    }

    private FileSystem fileSystem(String id, String accessPoint) {
        IFileSystem files = software.amazon.awscdk.services.efs.FileSystem.fromFileSystemAttributes(
                stack,
                id,
                FileSystemAttributes.builder()
                        .fileSystemId("fs-0123456789abcdef0")
                        .securityGroup(SecurityGroup.fromSecurityGroupId(stack, id + "Group", "sg-0123456789abcdef0"))
                        .build());
        return FileSystem.fromEfsAccessPoint(
                AccessPoint.fromAccessPointAttributes(
                        stack,
                        id + "Access",
                        AccessPointAttributes.builder()
                                .accessPointId(accessPoint)
                                .fileSystem(files)
                                .build()),
                "/mnt/files");
    }

    @Test
    void functionOfATaskKeepsItsIdIfItsMemoryChanges(@TempDir Path later) throws IOException {
        backend().task(Classify.class, required()).build();
        template();
        App changed = new App(AppProps.builder()
                .analyticsReporting(false)
                .outdir(later.toString())
                .build());
        AnabranchBackend.Builder.create(new Stack(changed, "Orders"), "Backend")
                .workflow(new Enlarged())
                .lambdaPackage(Assembly.PACKAGE)
                .build();
        changed.synth();

        assertThat(idsOf(Plain.class, later.resolve("Orders.template.json")))
                .hasSize(1)
                .isEqualTo(idsOf(Plain.class, Path.of(app.getOutdir(), "Orders.template.json")));
        assertThat(idsOf(Classify.class, Path.of(app.getOutdir(), "Orders.template.json")))
                .hasSize(2);
    }

    /** A later version of a workflow. */
    public static final class Enlarged implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            return flow.call(Plain.class, text).memory(2_048);
        }
    }

    private static List<String> idsOf(Class<?> task, Path template) throws IOException {
        List<String> ids = new ArrayList<>();
        new ObjectMapper()
                .readTree(template.toFile())
                .path("Resources")
                .properties()
                .forEach(resource -> {
                    if (resource.getValue().findPath("ANABRANCH_TASK").asText().equals(task.getName())) {
                        ids.add(resource.getKey());
                    }
                });
        return ids;
    }

    @Test
    void invalidOptionsOfATaskAreReportedTogether() {
        TaskOptions options = required()
                .reservedConcurrency(-1)
                .ephemeralStorage(Size.mebibytes(100))
                .subnets(SubnetSelection.builder().build())
                .setting("LARGE", "\u00e4".repeat(2_000));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> backend().task(Classify.class, options).build())
                .withMessageContaining("have 4103 bytes, and Lambda allows 4096, of which Anabranch needs ")
                .withMessageContaining("`reservedConcurrency(-1)` of the task")
                .withMessageContaining("is 100 MiB, but must be 512 to 10240 MiB")
                .withMessageContaining("which need a network. Set its `vpc(...)`.");
    }

    @Test
    void settingsCanUseWhatAnabranchDoesNotNeed() throws IOException {
        TaskOptions options = required().setting("LARGE", "x".repeat(3_700));

        assertThat(backend().task(Classify.class, options).build().stateMachine("classification"))
                .isPresent();
        assertThat(bytesOfVariables(functions(Classify.class).get(0)))
                .as("with the longest names that CloudFormation can generate")
                .isBetween(3_900, 4_096);
    }

    /** Returns the size of all variables, with generated names of the form {@code stack-resource-random}. */
    private static int bytesOfVariables(JsonNode function) {
        int bytes = 0;
        for (Map.Entry<String, JsonNode> variable :
                function.path("Environment").path("Variables").properties()) {
            String value = variable.getValue().isTextual()
                    ? variable.getValue().asText()
                    : "Orders-" + variable.getValue().path("Ref").asText() + "-ABCDEFGHIJKLM";
            bytes += variable.getKey().length() + value.length();
        }
        return bytes;
    }

    @Test
    void namesOfATableAndAClassCountAsVariables() {
        Stack longName = new Stack(app, "n".repeat(128));
        TaskOptions options = TaskOptions.create()
                .setting("MODEL", "v3")
                .secret("API_KEY", Secret.fromSecretCompleteArn(longName, "ApiKey", ARN))
                .setting("LARGE", "x".repeat(3_700));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnabranchBackend.Builder.create(longName, "Backend")
                        .workflow(new Classification())
                        .lambdaPackage(Assembly.PACKAGE)
                        .name("orders")
                        .task(Classify.class, options)
                        .build())
                .withMessageContaining("and Lambda allows 4096, of which Anabranch needs 3");
    }

    @Test
    void variablesOfTheFunctionsOfSubRunsCount() {
        TaskOptions settings = TaskOptions.create().setting("LARGE", "x".repeat(3_700));
        AnabranchBackend.Builder backend = AnabranchBackend.Builder.create(stack, "Backend")
                .workflow(new Outer())
                .workflow(new Enlarged())
                .lambdaPackage(Assembly.PACKAGE)
                .tasks(settings);

        assertThatIllegalArgumentException()
                .isThrownBy(backend::build)
                .withMessageContaining("The settings of the task `" + SubRunStart.class.getName() + "` have 3705 bytes")
                .withMessageContaining(
                        "The settings of the task `" + SubRunResult.class.getName() + "` have 3705 bytes")
                .withMessageNotContaining(Plain.class.getName());
    }

    /** A workflow that runs another one. */
    public static final class Outer implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            return flow.run(Enlarged.class, text);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // as from an environment variable that is not set
    void settingWithoutAValueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.create().setting("STAGE", null))
                .withMessageContaining("The setting `STAGE` has no value");
    }

    @Test
    void permissionsAreGrantedToTheFunctionOfATask() throws IOException {
        AnabranchBackend backend = backend().task(Classify.class, required()).build();

        Bucket.fromBucketName(stack, "Orders", BUCKET).grantRead(backend.taskFunction(Plain.class));

        assertThat(allowedTo("s3:GetObject*"))
                .containsExactly("arn:<Partition>:s3:::" + BUCKET, "arn:<Partition>:s3:::" + BUCKET + "/*");
    }

    @Test
    void aTaskWithTwoSizesNeedsTheSize() {
        AnabranchBackend backend = backend().task(Classify.class, required()).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> backend.taskFunction(Classify.class))
                .withMessageContaining("has functions with 1024, 3008 MB of memory");
        assertThat(backend.taskFunction(Classify.class, 3_008)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backend.taskFunction(Classify.class, 512))
                .withMessageContaining("with 512 MB of memory");
    }

    @Test
    void optionsOfATaskThatNoWorkflowCallsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnabranchBackend.Builder.create(stack, "Backend")
                        .workflow(new Workflows.OneCall())
                        .lambdaPackage(Assembly.PACKAGE)
                        .task(Classify.class, required())
                        .build())
                .withMessage("No workflow calls the task `" + Classify.class.getName()
                        + "`, which has TaskOptions. Remove `task(...)`, or add the workflow.");
    }

    @Test
    void networkStorageAndKeyAreThoseOfTheFunction() throws IOException {
        backend()
                .task(
                        Classify.class,
                        required()
                                .vpc(network())
                                .ephemeralStorage(Size.gibibytes(2))
                                .environmentKey(
                                        Key.fromKeyArn(stack, "Key", "arn:aws:kms:eu-west-1:123456789012:key/1")))
                .build();

        JsonNode function = functions(Classify.class).get(0);
        assertThat(function.path("VpcConfig").path("SubnetIds").toString()).isEqualTo("[\"subnet-1\"]");
        assertThat(function.path("VpcConfig").path("SecurityGroupIds")).hasSize(1);
        assertThat(function.path("EphemeralStorage").path("Size").asInt()).isEqualTo(2_048);
        assertThat(function.path("KmsKeyArn").asText()).endsWith(":key/1");
        assertThat(function.has("SnapStart"))
                .as("Lambda takes no snapshot of large storage")
                .isFalse();
        assertThat(functions(Plain.class).get(0).has("SnapStart")).isTrue();
        assertThat(allowedTo("ec2:CreateNetworkInterface")).containsExactly("*", "*");
        assertThat(allowedTo("kms:Decrypt"))
                .allMatch(key -> key.endsWith(":key/1"))
                .hasSize(2);
    }

    @Test
    void invalidNamesAndTooLargeSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.create().setting("AWS_REGION", "eu-west-1"))
                .withMessageContaining("`AWS_REGION` cannot be the name of a setting or a secret.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.create().secret("api-key", secret))
                .withMessageContaining("`api-key`");
        // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html: at least two characters
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.create().setting("X", "1"))
                .withMessageContaining("Use 2 to 100 letters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backend()
                        .task(Classify.class, required().setting("LARGE", "x".repeat(4_096)))
                        .build())
                .withMessageContaining("Lambda allows 4096");
    }

    @Test
    void theStackPassesTheRulesOfCdkNag() throws IOException {
        backend().task(Classify.class, required().vpc(network())).build();
        Aspects.of(app).add(new AwsSolutionsChecks());
        template();

        List<String> lines = Files.readAllLines(Path.of(app.getOutdir(), "AwsSolutions-Orders-NagReport.csv"));
        assertThat(lines).hasSizeGreaterThan(20);
        assertThat(lines).filteredOn(line -> line.contains("\"Non-Compliant\"")).isEmpty();
    }

    private List<JsonNode> functions(Class<?> task) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode resource : template().path("Resources")) {
            JsonNode properties = resource.path("Properties");
            if (resource.path("Type").asText().equals("AWS::Lambda::Function")
                    && properties
                            .path("Environment")
                            .path("Variables")
                            .path("ANABRANCH_TASK")
                            .asText()
                            .equals(task.getName())) {
                found.add(properties);
            }
        }
        return found;
    }

    /** Returns the resources of all statements that allow an action. */
    private List<String> allowedTo(String action) throws IOException {
        List<String> found = new ArrayList<>();
        for (JsonNode statement : template().findValues("Statement").stream()
                .flatMap(statements -> StreamSupport.stream(statements.spliterator(), false))
                .toList()) {
            boolean allows = statement.path("Action").asText().equals(action);
            for (JsonNode one : statement.path("Action")) {
                allows |= one.asText().equals(action);
            }
            if (allows) {
                JsonNode resources = statement.path("Resource");
                if (resources.isArray()) {
                    resources.forEach(resource -> found.add(text(resource)));
                } else {
                    found.add(text(resources));
                }
            }
        }
        return found;
    }

    private static String text(JsonNode resource) {
        return Assembly.text(resource).replace("${AWS::Partition}", "<Partition>");
    }

    private JsonNode template() throws IOException {
        Path file = Path.of(app.getOutdir(), "Orders.template.json");
        if (!Files.exists(file)) {
            app.synth();
        }
        return new ObjectMapper().readTree(Files.readString(file));
    }
}
