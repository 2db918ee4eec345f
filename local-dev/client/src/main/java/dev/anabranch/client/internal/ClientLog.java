package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.record.StoredLogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page of the log of a run.
 *
 * @param lines the lines, in the order in which they were written
 * @param next the cursor of the next page; empty on the last page
 * @param groups the log groups with the lines, if they are in CloudWatch Logs
 */
public record ClientLog(List<StoredLogLine> lines, Optional<String> next, List<Group> groups) {

    /** Copies the lists. */
    public ClientLog {
        lines = List.copyOf(lines);
        groups = List.copyOf(groups);
    }

    /**
     * The lines of a node in CloudWatch Logs.
     *
     * @param node the node
     * @param name the name of the log group
     * @param filter the filter pattern that selects the lines
     * @param since the start of the run
     */
    public record Group(String node, String name, String filter, Instant since) {}

    static ClientLog of(JsonNode json) {
        if (!json.path("items").isArray()) {
            throw AnswerFields.missing(json, "items");
        }
        List<StoredLogLine> lines = new ArrayList<>();
        json.path("items").forEach(item -> StoredLogLine.parse(item).ifPresent(lines::add));
        List<Group> groups = new ArrayList<>();
        json.path("cloudWatch")
                .forEach(group -> groups.add(new Group(
                        AnswerFields.text(group, "node"),
                        AnswerFields.text(group, "group"),
                        AnswerFields.text(group, "filter"),
                        AnswerFields.time(group, "since").orElse(Instant.EPOCH))));
        return new ClientLog(lines, AnswerFields.optional(json, "next"), groups);
    }
}
