package io.mainstem.app;

import io.mainstem.app.ListenerProbe.Spoken;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with the properties of a client that cannot be made or cannot log in. */
final class ClientFailure {

    private static final String IN_FILE = " (--properties FILE)";
    private static final String UNFIT_STORE = "Failed to load SSL keystore";

    private final String bootstrap;
    private final Map<String, Object> properties;

    ClientFailure(String bootstrap, Map<String, Object> properties) {
        this.bootstrap = bootstrap;
        this.properties = properties;
    }

    /** Kafka could not make a client of the properties. */
    UsageException creation(KafkaException failure) {
        Throwable root = OneLine.rootCause(failure);
        String reason = said(root);
        if (root instanceof NoSuchFileException) {
            reason = "there is no file " + reason + namedBy(reason);
        } else if (root instanceof AccessDeniedException) {
            reason = "the file " + reason + namedBy(reason) + " may not be read";
        } else if (reason.contains("'KafkaClient' entry")) {
            reason = "SASL needs sasl.jaas.config";
        } else if (reason.startsWith("No serviceName")) {
            reason = "sasl.mechanism is GSSAPI, which it is if not set, and that needs sasl.kerberos.service.name";
        } else {
            // The innermost cause says why, but not of which file.
            for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
                if (said(each).startsWith(UNFIT_STORE) && each.getCause() != null) {
                    reason = said(each) + ": " + said(each.getCause());
                }
            }
        }
        return new UsageException("wrong Kafka client properties: " + reason + IN_FILE, failure);
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? OneLine.of(failure) : OneLine.line(message);
    }

    private String namedBy(String file) {
        return properties.entrySet().stream()
                .filter(property -> file.equals(property.getValue()))
                .findFirst()
                .map(property -> " (" + property.getKey() + ")")
                .orElse("");
    }

    /** Whether the client speaks something else than the listener does. */
    boolean speaksOtherwise(Spoken listener) {
        return protocol() != listener.protocol();
    }

    UsageException otherProtocol(Spoken listener, Throwable failure) {
        String mechanisms = listener.mechanisms().isEmpty()
                ? ""
                : ", with sasl.mechanism one of " + String.join(", ", listener.mechanisms());
        return new UsageException(
                "the brokers at " + bootstrap + " speak " + listener.protocol() + ", this client " + protocol()
                        + ": set security.protocol=" + listener.protocol() + mechanisms + IN_FILE,
                failure);
    }

    /** TLS or SASL refused it. */
    UsageException login(AuthenticationException failure) {
        return new UsageException(
                failure instanceof SslAuthenticationException ? tls(failure) : sasl(failure), failure);
    }

    private String sasl(AuthenticationException failure) {
        String reason = said(failure);
        String check;
        if (failure instanceof UnsupportedSaslMechanismException) {
            check = "set sasl.mechanism to one of them";
        } else if (failure instanceof SaslAuthenticationException) {
            check = "check the user and the password in sasl.jaas.config";
        } else {
            check = "check security.protocol and sasl.*";
        }
        return "the brokers at " + bootstrap + " refuse the login (" + reason + "): " + check + IN_FILE;
    }

    private String tls(AuthenticationException failure) {
        Throwable root = OneLine.rootCause(failure);
        String reason = said(root);
        String brokers = "the certificate of the brokers at " + bootstrap;
        if (root instanceof CertPathBuilderException) {
            return brokers + " is signed by nobody whom this client trusts: name the signer's certificate in"
                    + " ssl.truststore.location" + IN_FILE;
        }
        if (root instanceof CertificateExpiredException || root instanceof CertificateNotYetValidException) {
            return brokers + " is not valid now (" + reason + "): have it renewed, or set this machine's clock right";
        }
        if (reason.startsWith("No subject alternative") || reason.startsWith("No name matching")) {
            return brokers + " is for other names (" + reason
                    + "): name the brokers as their certificate does (--bootstrap), or have it renewed";
        }
        if (reason.contains("fatal alert")) {
            return "the brokers at " + bootstrap + " end the TLS handshake (" + reason
                    + "): do they want a certificate of their clients? Name one that they trust in ssl.keystore.location"
                    + IN_FILE;
        }
        return "TLS with the brokers at " + bootstrap + " fails (" + reason + "): check ssl.*" + IN_FILE;
    }

    private SecurityProtocol protocol() {
        Object name = properties.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        return name == null
                ? SecurityProtocol.PLAINTEXT
                : SecurityProtocol.forName(name.toString().toUpperCase(Locale.ROOT));
    }
}
