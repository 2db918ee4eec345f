package @package@;

import dev.anabranch.cdk.AnabranchBackend;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** The CDK app: what {@code npx cdk deploy} deploys. */
public final class @app@App {

    public static void main(String[] args) {
        App app = new App();
        Stack stack = new Stack(app, "@app@");
        AnabranchBackend.Builder.create(stack, "Backend")
                .workflow(new Hello()) // once for each workflow
                .lambdaPackage(Path.of("@lambda@"))
                .build();
        app.synth();
    }
}
