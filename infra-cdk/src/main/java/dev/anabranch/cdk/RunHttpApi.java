package dev.anabranch.cdk;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpJwtAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.CfnStage.AccessLogSettingsProperty;
import software.amazon.awscdk.services.apigatewayv2.CfnStage.RouteSettingsProperty;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.IHttpRouteAuthorizer;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The HTTP API in front of the run API. Callers sign requests with IAM credentials that allow {@code
 * execute-api:Invoke}, or send a token if a JWT issuer is configured. The function routes the paths; the gateway
 * requires authorization for all of them.
 */
final class RunHttpApi {

    /** Requests a second in the long run; enough for people and some programs. */
    private static final int RATE = 50;

    private static final int BURST = 100;

    private RunHttpApi() {}

    static HttpApi in(Construct scope, BackendSettings settings, IFunction function) {
        HttpApi api = HttpApi.Builder.create(scope, "HttpApi")
                .apiName(settings.name())
                .description("Runs of " + settings.name())
                .build();
        api.addRoutes(AddRoutesOptions.builder()
                .path("/{proxy+}")
                .methods(List.of(HttpMethod.ANY))
                .integration(new HttpLambdaIntegration("Integration", function))
                .authorizer(authorizer(settings))
                .build());
        LogGroup logs = LogGroup.Builder.create(scope, "AccessLogs")
                .retention(settings.logRetention())
                .removalPolicy(settings.stage().removal())
                .build();
        CfnStage stage =
                (CfnStage) Objects.requireNonNull(api.getDefaultStage(), "an HTTP API of CDK has a default stage")
                        .getNode()
                        .getDefaultChild();
        stage.setAccessLogSettings(AccessLogSettingsProperty.builder()
                .destinationArn(logs.getLogGroupArn())
                .format(format())
                .build());
        stage.setDefaultRouteSettings(RouteSettingsProperty.builder()
                .throttlingRateLimit(RATE)
                .throttlingBurstLimit(BURST)
                .build());
        return api;
    }

    private static IHttpRouteAuthorizer authorizer(BackendSettings settings) {
        return settings.jwt()
                .<IHttpRouteAuthorizer>map(jwt -> HttpJwtAuthorizer.Builder.create("Tokens", jwt.issuer())
                        .jwtAudience(jwt.audiences())
                        .build())
                .orElseGet(HttpIamAuthorizer::new);
    }

    /**
     * Returns the format of access logs: caller, path and status, without queries and bodies
     * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html).
     */
    private static String format() {
        ObjectNode line = JsonMapper.builder().build().createObjectNode();
        line.put("time", "$context.requestTime")
                .put("requestId", "$context.requestId")
                .put("caller", "$context.identity.userArn")
                .put("subject", "$context.authorizer.claims.sub")
                .put("ip", "$context.identity.sourceIp")
                .put("method", "$context.httpMethod")
                .put("path", "$context.path")
                .put("status", "$context.status")
                .put("millis", "$context.responseLatency")
                .put("integrationError", "$context.integrationErrorMessage");
        return line.toString();
    }
}
