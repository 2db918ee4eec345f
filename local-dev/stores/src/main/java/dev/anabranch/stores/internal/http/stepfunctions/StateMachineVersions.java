package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.EngineException;
import dev.anabranch.engine.StateMachine;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stores the published versions of state machines and the aliases that route to them. An alias with two versions
 * distributes executions deterministically in proportion to its weights.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cd-aliasing-versioning.html">Versions and
 *     aliases</a>
 */
final class StateMachineVersions {

    private static final int ALL = 100;

    /** Requires a character that is not a digit, since a name of digits would be ambiguous with a version number. */
    private static final Pattern ALIAS_NAME = Pattern.compile("^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$");

    private static final int LONGEST_ALIAS = 80;

    /** The maximum number of versions of an alias. */
    private static final int MOST_ROUTES = 2;

    private static final Pattern VERSION_ARN = Pattern.compile("arn:.+:stateMachine:[^:/]+:[0-9]+");

    private final Engine engine;
    private final InstantSource clock;
    private final JournaledValues<Version> versions;
    private final JournaledValues<Alias> aliases;
    private final JournaledValues<Integer> lastNumbers;
    private final JournaledValues<Creation> creations;

    StateMachineVersions(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
        this.versions = new JournaledValues<>(engine.journal(), "version/", this::written, this::version);
        this.aliases = new JournaledValues<>(
                engine.journal(), "alias/", StateMachineVersions::written, StateMachineVersions::alias);
        this.lastNumbers = new JournaledValues<>(
                engine.journal(),
                "last-version/",
                number -> ProtocolJson.object().put("number", number),
                json -> json.path("number").asInt());
        this.creations = new JournaledValues<>(
                engine.journal(),
                "creation/",
                creation -> ProtocolJson.object()
                        .put("publish", creation.publish())
                        .put("description", creation.description()),
                json -> new Creation(json.path("publish").asBoolean(), text(json, "description")));
    }

    private ObjectNode written(Version version) {
        return ProtocolJson.object()
                .put("arn", version.arn())
                .put("number", version.number())
                .put("machine", engine.write(version.machine()))
                .put("description", version.description())
                .put("created", version.created().toString());
    }

    private Version version(JsonNode json) {
        try {
            return new Version(
                    json.path("arn").asText(),
                    json.path("number").asInt(),
                    engine.read(json.path("machine").binaryValue()),
                    text(json, "description"),
                    Instant.parse(json.path("created").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException("A version in the journal cannot be read.", e);
        }
    }

    private static ObjectNode written(Alias alias) {
        ObjectNode json = ProtocolJson.object()
                .put("arn", alias.arn())
                .put("name", alias.name())
                .put("description", alias.description())
                .put("created", alias.created().toString())
                .put("updated", alias.updated().toString())
                .put("started", alias.started());
        ArrayNode routes = json.putArray("routes");
        alias.routes()
                .forEach(route ->
                        routes.addObject().put("version", route.versionArn()).put("weight", route.weight()));
        return json;
    }

    private static Alias alias(JsonNode json) {
        List<Route> routes = new ArrayList<>();
        json.path("routes")
                .forEach(route -> routes.add(new Route(
                        route.path("version").asText(), route.path("weight").asInt())));
        return new Alias(
                json.path("arn").asText(),
                json.path("name").asText(),
                text(json, "description"),
                routes,
                Instant.parse(json.path("created").asText()),
                Instant.parse(json.path("updated").asText()),
                json.path("started").asLong());
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }

    /** An immutable snapshot of a state machine. */
    record Version(
            String arn,
            int number,
            StateMachine machine,
            @Nullable String description,
            Instant created) {}

    /**
     * The parameters of {@code CreateStateMachine} that a repeated request must have too, beside those that the engine
     * compares.
     *
     * @param description the description of the first version, or null
     */
    record Creation(boolean publish, @Nullable String description) {}

    /** The weight of a version in an alias, in percent. */
    record Route(String versionArn, int weight) {}

    /** The state machine to execute. The ARNs are null if the request does not name a version or an alias. */
    record Resolved(
            StateMachine machine,
            @Nullable String versionArn,
            @Nullable String aliasArn) {}

    /** A name that routes to one or two versions. {@code started} counts the executions started through it. */
    record Alias(
            String arn,
            String name,
            @Nullable String description,
            List<Route> routes,
            Instant created,
            Instant updated,
            long started) {}

    /** Returns the revision ID of the state machine, a UUID; null before the first update, as on AWS. */
    static @Nullable String revision(StateMachine machine) {
        if (machine.revision() == 1) {
            return null;
        }
        String revision = machine.arn() + " " + machine.creationDate() + " " + machine.revision();
        return UUID.nameUUIDFromBytes(revision.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Adds the revision ID of the state machine to a response, if it has one. */
    static void putRevision(ObjectNode answer, StateMachine machine) {
        String revision = revision(machine);
        if (revision != null) {
            answer.put("revisionId", revision);
        }
    }

    /**
     * Stores the parameters of the first {@code CreateStateMachine} of a state machine.
     *
     * @throws ApiException {@code StateMachineAlreadyExists} if the state machine was created with other parameters
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html">CreateStateMachine</a>
     */
    synchronized void created(String stateMachineArn, Creation creation) {
        Creation first = creations.get(stateMachineArn);
        if (first == null) {
            creations.put(stateMachineArn, creation);
        } else if (!first.equals(creation)) {
            throw new ApiException(
                    "StateMachineAlreadyExists", "State Machine Already Exists: '" + stateMachineArn + "'");
        }
    }

    /** Publishes the current revision. Returns the existing version if this revision was published before. */
    synchronized Version publish(StateMachine machine, @Nullable String description) {
        for (Version version : of(machine.arn())) {
            if (version.machine().revision() == machine.revision()) {
                return version;
            }
        }
        Integer last = lastNumbers.get(machine.arn());
        int number = last == null ? 1 : last + 1;
        lastNumbers.put(machine.arn(), number);
        Version version = new Version(machine.arn() + ":" + number, number, machine, description, clock.instant());
        versions.put(version.arn(), version);
        return version;
    }

    synchronized @Nullable Version find(String arn) {
        return versions.get(arn);
    }

    /** Returns the versions of a state machine, the latest first. */
    synchronized List<Version> of(String stateMachineArn) {
        List<Version> found = new ArrayList<>();
        for (Version version : versions.all()) {
            if (version.machine().arn().equals(stateMachineArn)) {
                found.add(version);
            }
        }
        found.sort(Collections.reverseOrder((a, b) -> Integer.compare(a.number(), b.number())));
        return found;
    }

    synchronized void delete(String versionArn) {
        List<String> users = aliases.all().stream()
                .filter(alias -> routesTo(alias, versionArn))
                .map(Alias::name)
                .toList();
        if (!users.isEmpty()) {
            throw new ApiException(
                    "ConflictException",
                    "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this"
                            + " version: " + users);
        }
        versions.remove(versionArn);
    }

    synchronized void forget(String stateMachineArn) {
        creations.remove(stateMachineArn);
        of(stateMachineArn).forEach(version -> versions.remove(version.arn()));
        for (Alias alias : aliases.all()) {
            if (alias.arn().startsWith(stateMachineArn + ":")) {
                aliases.remove(alias.arn());
            }
        }
    }

    synchronized Alias createAlias(String name, @Nullable String description, List<Route> routes) {
        if (name.length() > LONGEST_ALIAS || !ALIAS_NAME.matcher(name).matches()) {
            throw unsatisfied(
                    name,
                    "name",
                    name.length() > LONGEST_ALIAS
                            ? "Member must have length less than or equal to " + LONGEST_ALIAS
                            : "Member must satisfy regular expression pattern: " + ALIAS_NAME.pattern());
        }
        String machineArn = check(routes);
        String arn = machineArn + ":" + name;
        Instant now = clock.instant();
        Alias alias = new Alias(arn, name, description, routes, now, now, 0);
        Alias existing = aliases.get(arn);
        if (existing == null) {
            aliases.put(arn, alias);
        }
        if (existing != null
                && !(existing.routes().equals(routes) && Objects.equals(existing.description(), description))) {
            throw new ApiException(
                    "ConflictException",
                    "Failed to create alias because an alias with the same name and a different routing configuration"
                            + " already exists.");
        }
        return existing == null ? alias : existing;
    }

    synchronized Alias updateAlias(String arn, @Nullable String description, @Nullable List<Route> routes) {
        Alias before = alias(arn);
        if (routes != null && !arn.startsWith(check(routes) + ":")) {
            throw otherStateMachine();
        }
        if (routes == null && description == null) {
            throw ApiException.validation(
                    "One of description and routingConfiguration is required to update a state machine alias");
        }
        Alias after = new Alias(
                arn,
                before.name(),
                description == null ? before.description() : description,
                routes == null ? before.routes() : routes,
                before.created(),
                clock.instant(),
                before.started());
        aliases.put(arn, after);
        return after;
    }

    /**
     * Returns the ARN of the state machine to which the routes belong.
     *
     * @throws ApiException if the routes are invalid or a version does not exist
     */
    private String check(List<Route> routes) {
        if (routes.isEmpty() || routes.size() > MOST_ROUTES) {
            throw unsatisfied(
                    routes.stream()
                            .map(route -> "RoutingConfigurationListItem(stateMachineVersionArn=" + route.versionArn()
                                    + ", weight=" + route.weight() + ")")
                            .toList(),
                    "routingConfiguration",
                    routes.isEmpty()
                            ? "Member must have length greater than or equal to 1"
                            : "Member must have length less than or equal to " + MOST_ROUTES);
        }
        for (int i = 0; i < routes.size(); i++) {
            int weight = routes.get(i).weight();
            if (weight < 0 || weight > ALL) {
                throw unsatisfied(
                        weight,
                        "routingConfiguration." + (i + 1) + ".member.weight",
                        "Member must have value "
                                + (weight < 0 ? "greater than or equal to 0" : "less than or equal to " + ALL));
            }
        }
        List<String> arns = routes.stream().map(Route::versionArn).toList();
        if (!arns.stream().allMatch(arn -> VERSION_ARN.matcher(arn).matches())) {
            throw ApiException.validation(
                    "Routing configuration must contain state machine version ARNs. Received: " + arns);
        }
        if (arns.stream().distinct().count() < arns.size()) {
            throw ApiException.validation(
                    "Routing configuration must contain distinct state machine version ARNs. Received: " + arns);
        }
        List<Integer> weights = routes.stream().map(Route::weight).toList();
        if (weights.stream().mapToInt(Integer::intValue).sum() != ALL) {
            throw ApiException.validation("Sum of routing configuration weights must equal 100. Received: " + weights);
        }
        for (Route route : routes) {
            if (versions.get(route.versionArn()) == null) {
                throw new ApiException("ResourceNotFound", "Version does not exist: '" + route.versionArn() + "'");
            }
        }
        List<String> machines = routes.stream()
                .map(Route::versionArn)
                .map(version -> version.substring(0, version.lastIndexOf(':')))
                .distinct()
                .toList();
        if (machines.size() > 1) {
            throw otherStateMachine();
        }
        return machines.get(0);
    }

    private static ApiException unsatisfied(Object value, String field, String constraint) {
        return ApiException.validation("1 validation error detected: Value '" + value + "' at '" + field
                + "' failed to satisfy constraint: " + constraint);
    }

    private static ApiException otherStateMachine() {
        return ApiException.validation("The versions of an alias must belong to its state machine");
    }

    synchronized Alias alias(String arn) {
        Alias alias = aliases.get(arn);
        if (alias == null) {
            throw new ApiException("ResourceNotFound", "Request references a resource that does not exist.");
        }
        return alias;
    }

    /** Removes an alias. A no-op if it does not exist. */
    synchronized void deleteAlias(String arn) {
        aliases.remove(arn);
    }

    synchronized List<Alias> aliasesOf(String arn) {
        return aliases.all().stream()
                .filter(alias -> alias.arn().startsWith(arn + ":") || routesTo(alias, arn))
                .toList();
    }

    private static boolean routesTo(Alias alias, String versionArn) {
        return alias.routes().stream().anyMatch(route -> route.versionArn().equals(versionArn));
    }

    /** Returns true if a version or an alias with this ARN exists. */
    synchronized boolean isQualified(String arn) {
        return versions.get(arn) != null || aliases.get(arn) != null;
    }

    /**
     * Returns the state machine with its current definition.
     *
     * @throws EngineException {@code StateMachineDoesNotExist} if there is no state machine with this ARN, also if it
     *     has the qualifier of a version or an alias
     */
    StateMachine current(String arn) {
        StateMachine machine = engine.describeStateMachine(arn);
        if (!machine.arn().equals(arn)) {
            throw new EngineException("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
        }
        return machine;
    }

    /** Returns the state machine that an execution of the ARN runs. For an alias it chooses one of its versions. */
    synchronized Resolved resolve(String arn) {
        Alias alias = aliases.get(arn);
        if (alias != null) {
            aliases.put(
                    arn,
                    new Alias(
                            alias.arn(),
                            alias.name(),
                            alias.description(),
                            alias.routes(),
                            alias.created(),
                            alias.updated(),
                            alias.started() + 1));
            Resolved chosen = resolve(choose(alias));
            return new Resolved(chosen.machine(), chosen.versionArn(), arn);
        }
        Version version = versions.get(arn);
        return version == null ? new Resolved(current(arn), null, null) : new Resolved(version.machine(), arn, null);
    }

    /** Chooses the version so that, of the first n executions, ceil(n * weight / 100) go to the first route. */
    private static String choose(Alias alias) {
        int weight = alias.routes().get(0).weight();
        return share(alias.started() + 1, weight) > share(alias.started(), weight)
                ? alias.routes().get(0).versionArn()
                : alias.routes().get(1).versionArn();
    }

    /** Returns the number of executions, of the first {@code executions}, that go to a route of this weight. */
    private static long share(long executions, int weight) {
        return (executions * weight + ALL - 1) / ALL;
    }
}
