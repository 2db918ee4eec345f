/** The AWS JSON protocol, and DynamoDB behind it. */
@NullMarked
package dev.anabranch.stores.internal.http.json;

import org.jspecify.annotations.NullMarked;
