package @package@

import dev.anabranch.cdk.AnabranchBackend
import java.nio.file.Path
import software.amazon.awscdk.App
import software.amazon.awscdk.Stack

/** The CDK app: what `npx cdk deploy` deploys. */
object @app@App {

    @JvmStatic
    fun main(args: Array<String>) {
        val app = App()
        val stack = Stack(app, "@app@")
        AnabranchBackend.Builder.create(stack, "Backend")
            .workflow(Hello()) // once for each workflow
            .lambdaPackage(Path.of("@lambda@"))
            .build()
        app.synth()
    }
}
