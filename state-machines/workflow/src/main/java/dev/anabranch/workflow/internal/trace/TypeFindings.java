package dev.anabranch.workflow.internal.trace;

import com.fasterxml.jackson.databind.JavaType;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Place;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.SourceLine;
import dev.anabranch.workflow.internal.types.TypeArguments;
import dev.anabranch.workflow.internal.types.TypeProblems;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reports the types of a workflow and of its tasks that cannot travel as JSON, each type once. */
final class TypeFindings {

    private final String workflow;
    private final Set<Type> checked = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    TypeFindings(String workflow) {
        this.workflow = workflow;
    }

    /**
     * Returns the findings.
     *
     * @param definition the class of the workflow
     * @param firstCalls the first call of each task, by the class of the task
     * @param answers the first wait for an answer of each type
     */
    List<Finding> of(Class<?> definition, Map<Class<?>, NodeDraft> firstCalls, Map<Class<?>, NodeDraft> answers) {
        firstCalls.forEach((task, call) ->
                add(TypeArguments.of(task, Task.class), "`" + task.getSimpleName() + "`", call.id(), call.line));
        add(TypeArguments.of(definition, Workflow.class), "the workflow", "", SourceLine.of(definition, "define"));
        answers.forEach((type, await) -> add(
                type,
                TaskJson.types().constructType(type),
                "the answer for `" + await.id() + "`",
                new Place(workflow, await.id(), await.line)));
        return findings;
    }

    private void add(TypeArguments types, String owner, String node, String line) {
        Place place = new Place(workflow, node, line);
        add(types.writtenInput(), types.input(), "the input of " + owner, place);
        add(types.writtenOutput(), types.output(), "the output of " + owner, place);
    }

    private void add(Type written, JavaType type, String what, Place place) {
        if (!checked.add(written)) {
            return;
        }
        for (TypeProblems.Problem problem : TypeProblems.of(written, type)) {
            String field = problem.path().isEmpty() ? "" : "the field `" + problem.path() + "` of ";
            findings.add(new Finding(
                    "type-cannot-travel",
                    Severity.ERROR,
                    place,
                    field + what + " " + problem.reason() + ".",
                    problem.fix()));
        }
    }
}
