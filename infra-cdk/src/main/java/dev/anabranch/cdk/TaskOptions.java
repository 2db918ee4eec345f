package dev.anabranch.cdk;

import dev.anabranch.runtime.internal.lambda.FunctionSettings;
import dev.anabranch.runtime.internal.lambda.SecretReader;
import dev.anabranch.workflow.internal.graph.TaskNeeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.SizeConversionOptions;
import software.amazon.awscdk.SizeRoundingBehavior;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.FileSystem;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.ILayerVersion;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.ssm.IParameter;
import software.constructs.IConstruct;

/**
 * The options of the functions of a task, or of all tasks: settings, secrets, network and resources. Permissions are
 * granted to {@link AnabranchBackend#taskFunction} as to any function.
 *
 * <pre>{@code
 * .task(Classify.class, TaskOptions.create()
 *     .setting("MODEL", "v3")
 *     .secret("API_KEY", Secret.fromSecretNameV2(stack, "ApiKey", "prod/api-key"))
 *     .vpc(vpc))
 * }</pre>
 *
 * <p>There is no dead-letter queue: Step Functions waits for each answer, so no event can be lost.
 */
public final class TaskOptions {

    /** The maximum size of all variables of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
    private static final int ENVIRONMENT_BYTES = 4_096;

    /** A value that only CloudFormation knows, in a text of CDK: https://docs.aws.amazon.com/cdk/v2/guide/tokens.html. */
    private static final Pattern TOKEN = Pattern.compile("\\$\\{Token\\[[^]]*]}");

    /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html. */
    private static final int STORAGE_MIB = 512;

    private static final int MAX_STORAGE_MIB = 10_240;

    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Set<String> settings = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Map<String, Consumer<IGrantable>> grants = new LinkedHashMap<>();
    private final List<ISecurityGroup> securityGroups = new ArrayList<>();
    private final List<ILayerVersion> layers = new ArrayList<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private @Nullable IVpc vpc;
    private @Nullable SubnetSelection subnets;
    private @Nullable Integer reservedConcurrency;
    private @Nullable Size ephemeralStorage;
    private @Nullable FileSystem fileSystem;
    private @Nullable IKey environmentKey;

    private TaskOptions() {}

    /** Returns options without any value. */
    public static TaskOptions create() {
        return new TaskOptions();
    }

    /**
     * Sets a setting, which the task reads with {@code context.settings().get(name)}. It is an environment variable, which
     * the console shows: use {@link #secret} for secrets.
     *
     * @throws IllegalArgumentException if the name is invalid or reserved, or if there is no value
     */
    public TaskOptions setting(String name, String value) {
        settings.add(checked(name));
        secrets.remove(name);
        grants.remove(name);
        variables.remove(FunctionSettings.SECRET + name);
        variables.put(name, requireValue(name, value));
        return this;
    }

    /**
     * Sets a secret, which the task reads with {@code context.settings().secret(name)}, and lets the task read it.
     *
     * @throws IllegalArgumentException if the name is invalid or reserved
     */
    public TaskOptions secret(String name, ISecret secret) {
        return secret(name, secret.getSecretArn(), secret::grantRead);
    }

    /**
     * Sets a secret that is one field of a secret whose value is a JSON object.
     *
     * @throws IllegalArgumentException if the name is invalid or reserved
     */
    public TaskOptions secret(String name, ISecret secret, String field) {
        return secret(name, secret.getSecretArn() + SecretReader.FIELD + field, secret::grantRead);
    }

    /**
     * Sets a secret that is a parameter of Parameter Store, and lets the task read it. The Lambda package needs the
     * dependency {@code software.amazon.awssdk:ssm}.
     *
     * @throws IllegalArgumentException if the name is invalid or reserved
     */
    public TaskOptions secret(String name, IParameter parameter) {
        return secret(name, SecretReader.PARAMETER + parameter.getParameterName(), parameter::grantRead);
    }

    private TaskOptions secret(String name, String reference, Consumer<IGrantable> grant) {
        secrets.add(checked(name));
        settings.remove(name);
        variables.remove(name);
        variables.put(FunctionSettings.SECRET + name, reference);
        grants.put(name, grant);
        return this;
    }

    /**
     * Connects the functions to a network; they need its NAT gateway or endpoints to reach DynamoDB and S3. The network of
     * a task replaces that of all tasks, with its subnets, security groups and file system.
     */
    public TaskOptions vpc(IVpc network) {
        vpc = network;
        return this;
    }

    /** Sets the subnets of the {@link #vpc}; its private subnets by default. */
    public TaskOptions subnets(SubnetSelection selection) {
        subnets = selection;
        return this;
    }

    /** Sets the security groups in the {@link #vpc}; by default each function has its own. */
    public TaskOptions securityGroups(ISecurityGroup... groups) {
        securityGroups.addAll(List.of(groups));
        return this;
    }

    /** Adds layers. */
    public TaskOptions layers(ILayerVersion... added) {
        layers.addAll(List.of(added));
        return this;
    }

    /** Reserves concurrent functions of the account, which is also the maximum; for a rate limit of another system. */
    public TaskOptions reservedConcurrency(int functions) {
        reservedConcurrency = functions;
        return this;
    }

    /** Sets the size of {@code /tmp}: 512 MiB, the default, to 10,240 MiB. Large results and files are written to it. */
    public TaskOptions ephemeralStorage(Size size) {
        ephemeralStorage = size;
        return this;
    }

    /** Mounts a file system, which needs a {@link #vpc}. SnapStart is off for these functions, because it does not support them. */
    public TaskOptions fileSystem(FileSystem mounted) {
        fileSystem = mounted;
        return this;
    }

    /** Encrypts the variables with a key, and lets the task decrypt with it. */
    public TaskOptions environmentKey(IKey key) {
        environmentKey = key;
        return this;
    }

    /** Adds a tag to the functions and their roles and log groups. */
    public TaskOptions tag(String key, String value) {
        tags.put(key, value);
        return this;
    }

    private static String checked(String name) {
        if (!TaskNeeds.isName(name)) {
            throw new IllegalArgumentException(
                    "`" + name + "` cannot be the name of a setting or a secret. Use " + TaskNeeds.NAMES + ".");
        }
        return name;
    }

    /** Returns the value; null is usually a missing environment variable of the machine that deploys. */
    private static String requireValue(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "The setting `" + name
                            + "` has no value: it is null. Set a text; if it comes from an environment variable, set that first.");
        }
        return value;
    }

    /** Returns these options, completed and overridden by others. */
    TaskOptions and(TaskOptions others) {
        TaskOptions both = new TaskOptions();
        for (TaskOptions one : List.of(this, others)) {
            // A name is a setting or a secret, not both.
            one.settings.forEach(name -> {
                both.variables.remove(FunctionSettings.SECRET + name);
                both.grants.remove(name);
            });
            one.secrets.forEach(both.variables::remove);
            both.secrets.removeAll(one.settings);
            both.settings.removeAll(one.secrets);
            both.variables.putAll(one.variables);
            both.settings.addAll(one.settings);
            both.secrets.addAll(one.secrets);
            both.grants.putAll(one.grants);
            if (one.vpc != null) {
                // Subnets, security groups and mount targets belong to a network.
                both.subnets = null;
                both.securityGroups.clear();
                both.fileSystem = null;
            }
            both.securityGroups.addAll(one.securityGroups);
            both.layers.addAll(one.layers);
            both.tags.putAll(one.tags);
            both.vpc = one.vpc == null ? both.vpc : one.vpc;
            both.subnets = one.subnets == null ? both.subnets : one.subnets;
            both.reservedConcurrency =
                    one.reservedConcurrency == null ? both.reservedConcurrency : one.reservedConcurrency;
            both.ephemeralStorage = one.ephemeralStorage == null ? both.ephemeralStorage : one.ephemeralStorage;
            both.fileSystem = one.fileSystem == null ? both.fileSystem : one.fileSystem;
            both.environmentKey = one.environmentKey == null ? both.environmentKey : one.environmentKey;
        }
        return both;
    }

    boolean hasSetting(String name) {
        return settings.contains(name);
    }

    boolean hasSecret(String name) {
        return secrets.contains(name);
    }

    /** Returns the environment variables. */
    Map<String, String> variables() {
        return variables;
    }

    /** Returns whether Lambda supports SnapStart for the functions: https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html. */
    boolean allowsSnapStart() {
        return fileSystem == null
                && (ephemeralStorage == null || ephemeralStorage.toMebibytes().intValue() <= STORAGE_MIB);
    }

    /** Returns the permissions of a function that is connected to a network; none for others. */
    List<PolicyStatement> statements() {
        return vpc == null
                ? List.of()
                // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
                : List.of(IamPermissions.allow(
                        List.of(
                                "ec2:CreateNetworkInterface",
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:DescribeSubnets",
                                "ec2:DeleteNetworkInterface",
                                "ec2:AssignPrivateIpAddresses",
                                "ec2:UnassignPrivateIpAddresses"),
                        List.of("*")));
    }

    void configure(Function.Builder function) {
        if (vpc != null) {
            function.vpc(vpc);
        }
        if (subnets != null) {
            function.vpcSubnets(subnets);
        }
        if (!securityGroups.isEmpty()) {
            function.securityGroups(securityGroups);
        }
        if (!layers.isEmpty()) {
            function.layers(layers);
        }
        if (reservedConcurrency != null) {
            function.reservedConcurrentExecutions(reservedConcurrency);
        }
        if (ephemeralStorage != null) {
            function.ephemeralStorageSize(ephemeralStorage);
        }
        if (fileSystem != null) {
            function.filesystem(fileSystem);
        }
        if (environmentKey != null) {
            function.environmentEncryption(environmentKey);
        }
    }

    /** Grants what the options need, and tags everything in a scope. */
    void complete(IGrantable function, IConstruct scope) {
        grants.values().forEach(grant -> grant.accept(function));
        if (environmentKey != null) {
            environmentKey.grantDecrypt(function);
        }
        tags.forEach((key, value) -> Tags.of(scope).add(key, value));
    }

    /**
     * Returns what Lambda or CDK would refuse in the options of a task.
     *
     * @param own Anabranch's own variables of the task's function
     */
    List<String> problems(String task, Map<String, String> own) {
        List<String> problems = new ArrayList<>();
        int ownBytes = bytes(own);
        int bytes = bytes(variables);
        if (bytes + ownBytes > ENVIRONMENT_BYTES) {
            problems.add("The settings of the task `" + task + "` have " + bytes + " bytes, and Lambda allows "
                    + ENVIRONMENT_BYTES + ", of which Anabranch needs " + ownBytes
                    + ". Put long values into an object of S3 or a secret, and set its name.");
        }
        if (reservedConcurrency != null && reservedConcurrency < 0) {
            problems.add(
                    "`reservedConcurrency(" + reservedConcurrency + ")` of the task `" + task + "` must be 0 or more.");
        }
        if (ephemeralStorage != null && !ephemeralStorage.isUnresolved()) {
            double storage = ephemeralStorage
                    .toMebibytes(SizeConversionOptions.builder()
                            .rounding(SizeRoundingBehavior.FLOOR)
                            .build())
                    .doubleValue();
            if (storage < STORAGE_MIB || storage > MAX_STORAGE_MIB) {
                problems.add("`ephemeralStorage(...)` of the task `" + task + "` is " + (long) storage
                        + " MiB, but must be " + STORAGE_MIB + " to " + MAX_STORAGE_MIB + " MiB.");
            }
        }
        if (vpc == null && (subnets != null || !securityGroups.isEmpty() || fileSystem != null)) {
            problems.add("The task `" + task
                    + "` has subnets, security groups or a file system, which need a network. Set its `vpc(...)`.");
        }
        return problems;
    }

    /** Returns the size of variables, without what only CloudFormation knows: it refuses those that are then too large. */
    private static int bytes(Map<String, String> variables) {
        return variables.entrySet().stream()
                .mapToInt(variable -> bytes(variable.getKey())
                        + bytes(TOKEN.matcher(variable.getValue()).replaceAll("")))
                .sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
