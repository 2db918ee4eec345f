package dev.anabranch.endpoint;

import dev.anabranch.engine.Engine;
import dev.anabranch.engine.StateMachine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Published versions of state machines, and the aliases that route to them. An alias with two versions sends executions to them
 * in the proportion of its weights, by counting and not by chance.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cd-aliasing-versioning.html">Versions and aliases</a>
 */
final class Versions {

    private static final int ALL = 100;

    private final Engine engine;
    private final InstantSource clock;
    private final Map<String, Version> versions = new TreeMap<>();
    private final Map<String, Alias> aliases = new TreeMap<>();
    private final Map<String, Integer> lastNumbers = new TreeMap<>();

    Versions(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /** A definition that does not change any more. */
    record Version(
            String arn,
            int number,
            StateMachine machine,
            @Nullable String description,
            Instant created) {}

    /** A share of the executions of an alias, in percent. */
    record Route(String versionArn, int weight) {}

    /** A name for one version, or for two of them. */
    record Alias(
            String arn,
            String name,
            @Nullable String description,
            List<Route> routes,
            Instant created,
            Instant updated,
            long started) {}

    static String revision(StateMachine machine) {
        return machine.revision() == 1 ? "INITIAL" : Integer.toString(machine.revision());
    }

    /** The same definition published again is the same version. */
    synchronized Version publish(StateMachine machine, @Nullable String description) {
        for (Version version : of(machine.arn())) {
            if (version.machine().revision() == machine.revision()) {
                return version;
            }
        }
        int number = lastNumbers.merge(machine.arn(), 1, Integer::sum);
        Version version = new Version(machine.arn() + ":" + number, number, machine, description, clock.instant());
        versions.put(version.arn(), version);
        return version;
    }

    synchronized @Nullable Version find(String arn) {
        return versions.get(arn);
    }

    /** Latest first. */
    synchronized List<Version> of(String stateMachineArn) {
        List<Version> found = new ArrayList<>();
        for (Version version : versions.values()) {
            if (version.machine().arn().equals(stateMachineArn)) {
                found.add(version);
            }
        }
        found.sort(Collections.reverseOrder((a, b) -> Integer.compare(a.number(), b.number())));
        return found;
    }

    synchronized void delete(String versionArn) {
        for (Alias alias : aliases.values()) {
            if (alias.routes().stream().anyMatch(route -> route.versionArn().equals(versionArn))) {
                throw new ApiException(
                        "ConflictException",
                        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this"
                                + " version: [" + alias.name() + "]");
            }
        }
        versions.remove(versionArn);
    }

    synchronized void forget(String stateMachineArn) {
        versions.values().removeIf(version -> version.machine().arn().equals(stateMachineArn));
        aliases.values().removeIf(alias -> alias.arn().startsWith(stateMachineArn + ":"));
    }

    synchronized Alias createAlias(String name, @Nullable String description, List<Route> routes) {
        String machineArn = check(routes);
        String arn = machineArn + ":" + name;
        Instant now = clock.instant();
        Alias alias = new Alias(arn, name, description, routes, now, now, 0);
        Alias existing = aliases.putIfAbsent(arn, alias);
        if (existing != null && !existing.routes().equals(routes)) {
            throw new ApiException(
                    "ConflictException",
                    "Failed to create alias because an alias with the same name and a different routing configuration"
                            + " already exists.");
        }
        return existing == null ? alias : existing;
    }

    synchronized Alias updateAlias(String arn, @Nullable String description, @Nullable List<Route> routes) {
        Alias before = alias(arn);
        if (routes != null) {
            check(routes);
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

    /** The ARN of the state machine that all routes are of. */
    private String check(List<Route> routes) {
        int weights = routes.stream().mapToInt(Route::weight).sum();
        if (routes.isEmpty() || routes.size() > 2 || weights != ALL) {
            throw ApiException.validation(
                    "The routing configuration needs one or two versions whose weights sum to 100");
        }
        for (Route route : routes) {
            if (!versions.containsKey(route.versionArn())) {
                throw new ApiException("ResourceNotFound", "Version does not exist: '" + route.versionArn() + "'");
            }
        }
        String first = routes.get(0).versionArn();
        return first.substring(0, first.lastIndexOf(':'));
    }

    synchronized Alias alias(String arn) {
        Alias alias = aliases.get(arn);
        if (alias == null) {
            throw new ApiException(
                    "ResourceNotFound", "Request references a resource that does not exist: '" + arn + "'");
        }
        return alias;
    }

    synchronized void deleteAlias(String arn) {
        aliases.remove(alias(arn).arn());
    }

    synchronized List<Alias> aliasesOf(String arn) {
        return aliases.values().stream()
                .filter(alias -> alias.arn().startsWith(arn + ":")
                        || alias.routes().stream()
                                .anyMatch(route -> route.versionArn().equals(arn)))
                .toList();
    }

    /** What an execution of that ARN runs: the machine as it is now, a version, or the version that an alias chooses. */
    synchronized StateMachine resolve(String arn) {
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
            return resolve(choose(alias));
        }
        Version version = versions.get(arn);
        return version == null ? engine.describeStateMachine(arn) : version.machine();
    }

    private static String choose(Alias alias) {
        return alias.started() % ALL < alias.routes().get(0).weight()
                ? alias.routes().get(0).versionArn()
                : alias.routes().get(1).versionArn();
    }
}
