package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.engine.definition.Diagnostic;
import dev.anabranch.stores.internal.http.json.JsonOperation;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.List;
import java.util.Map;

/** Implements ValidateStateMachineDefinition and TestState. */
final class DefinitionOperations {

    private static final int MOST_DIAGNOSTICS = 100;

    private final Engine engine;

    DefinitionOperations(Engine engine) {
        this.engine = engine;
    }

    void register(Map<String, JsonOperation> operations) {
        operations.put("ValidateStateMachineDefinition", this::validate);
        operations.put("TestState", request -> new StateTrial(engine).run(request));
    }

    private ObjectNode validate(JsonRequest request) {
        boolean express = request.text("type", "STANDARD").equals("EXPRESS");
        boolean warnings = request.text("severity", "ERROR").equals("WARNING");
        List<Diagnostic> found = engine
                .validateStateMachineDefinition(
                        request.required("definition"), express ? StateMachineType.EXPRESS : StateMachineType.STANDARD)
                .stream()
                .filter(diagnostic -> warnings || diagnostic.severity() == Diagnostic.Severity.ERROR)
                .toList();
        boolean fails = found.stream().anyMatch(one -> one.severity() == Diagnostic.Severity.ERROR);
        int most = ListPages.most(request, MOST_DIAGNOSTICS, MOST_DIAGNOSTICS);
        ObjectNode answer = ProtocolJson.object().put("result", fails ? "FAIL" : "OK");
        ArrayNode diagnostics = answer.putArray("diagnostics");
        found.stream().limit(most).forEach(one -> write(one, diagnostics.addObject()));
        return answer.put("truncated", found.size() > most);
    }

    private static void write(Diagnostic diagnostic, ObjectNode json) {
        json.put("severity", diagnostic.severity().name())
                .put("code", diagnostic.code())
                .put("message", diagnostic.message());
        if (!diagnostic.location().isEmpty()) {
            json.put("location", diagnostic.location());
        }
    }
}
