package dev.anabranch.translate.internal.emit;

/**
 * The Express state machine that makes events of records: it enriches the records of a table's stream in an EventBridge
 * Pipe. Its input is a list of {@code {"keys": ..., "awaited": ..., "labels": ..., "since": ..., "until": ...}} with attribute values of DynamoDB, and
 * its output the list of the events' details. It needs neither the token nor the prompt of the waiting action.
 */
public final class NoticeMachine {

    /** The placeholder of the table's name. */
    public static final String TABLE = Translator.TABLE;

    private static final String DEFINITION = """
            {
              "Comment": "Names the workflow, run, node and path of actions that wait. Made by Anabranch.",
              "QueryLanguage": "JSONata",
              "StartAt": "each wait",
              "States": {
                "each wait": {
                  "Type": "Map",
                  "Items": "{% $states.input %}",
                  "ItemProcessor": {
                    "ProcessorConfig": {"Mode": "INLINE"},
                    "StartAt": "read run",
                    "States": {
                      "read run": {
                        "Type": "Task",
                        "Resource": "arn:aws:states:::dynamodb:getItem",
                        "Arguments": {
                          "TableName": "TABLE",
                          "Key": {
                            "pk": {"S": "{% 'run#' & $split($states.input.keys.pk.S, '#')[0] %}"},
                            "sk": {"S": "-"}
                          },
                          "ProjectionExpression": "workflow"
                        },
                        "Output": {
                          "workflow": "{% $exists($states.result.Item.workflow.S) ? $states.result.Item.workflow.S : '' %}",
                          "run": "{% $split($states.input.keys.pk.S, '#')[0] %}",
                          "node": "{% $split($states.input.keys.pk.S, '#')[1] %}",
                          "path": "{% ($in := $split($states.input.keys.pk.S, '#')[2]; $sk := $states.input.keys.sk.S; $sk = '-' ? '' : ($in = '' ? '' : $in & '.') & $string($number($sk))) %}",
                          "label": "{% $replace($replace($states.input.labels.S, /^\\u001F+|\\u001F+$/, ''), /\\u001F+/, ' / ') %}",
                          "kind": "{% $states.input.awaited.S = 'C' ? 'callback' : 'answer' %}",
                          "prompt": "{% $states.input.awaited.S = 'P' %}",
                          "signal": "{% '/runs/' & $encodeUrlComponent($split($states.input.keys.pk.S, '#')[0]) & '/signals/' & $encodeUrlComponent($split($states.input.keys.pk.S, '#')[1]) %}",
                          "since": "{% $fromMillis($number($states.input.since.N)) %}",
                          "until": "{% $fromMillis($number($states.input.until.N)) %}"
                        },
                        "TimeoutSeconds": 10,
                        "Retry": [
                          {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "JitterStrategy": "FULL"}
                        ],
                        "End": true
                      }
                    }
                  },
                  "End": true
                }
              }
            }
            """;

    private NoticeMachine() {}

    /** Returns the definition. */
    public static String definition() {
        return DEFINITION.replace("TABLE", TABLE);
    }
}
