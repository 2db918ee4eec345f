/** The runs and workflows that a command uses: in this process, in a data folder or in a deployment. */
@NullMarked
package dev.anabranch.cli.internal.location;

import org.jspecify.annotations.NullMarked;
