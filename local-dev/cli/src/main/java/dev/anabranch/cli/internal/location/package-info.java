/** Where runs are: on this machine or in a deployment. */
@NullMarked
package dev.anabranch.cli.internal.location;

import org.jspecify.annotations.NullMarked;
