/** The endpoint as clients see it: AWS's own SDK for each service, and the protocol's corners by hand. */
@NullMarked
package dev.anabranch.endpoint;

import org.jspecify.annotations.NullMarked;
