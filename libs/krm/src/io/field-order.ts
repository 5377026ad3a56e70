/** Fields that kyaml's formatter puts before all others, in this order; a name that comes twice counts where it is last. */
const precedence = `
  name generateName namespace clusterName apiVersion kind metadata type labels annotations spec status
  stringData data binaryData
  parallelism completions activeDeadlineSeconds backoffLimit replicas selector manualSelector template
  ttlSecondsAfterFinished volumeClaimTemplates service serviceName podManagementPolicy updateStrategy strategy
  minReadySeconds revision revisionHistoryLimit paused progressDeadlineSeconds
  restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy serviceAccountName serviceAccount
  automountServiceAccountToken nodeName hostNetwork hostPID hostIPC shareProcessNamespace hostname subdomain
  schedulerName priorityClassName priority runtimeClassName enableServiceLinks
  nodeSelector hostAliases
  initContainers containers volumes securityContext imagePullSecrets affinity tolerations dnsConfig readinessGates
  image command args workingDir ports envFrom env resources volumeMounts volumeDevices livenessProbe readinessProbe
  lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty
  clusterIP externalIPs loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy sessionAffinity
  protocol port targetPort hostPort containerPort hostIP
  readOnly mountPath subPath subPathExpr mountPropagation
  value valueFrom fieldRef resourceFieldRef configMapKeyRef secretKeyRef prefix configMapRef secretRef`;

const places = new Map(
  precedence
    .trim()
    .split(/\s+/)
    .map((name, place) => [name, place]),
);

/** The place of a field among the known ones; undefined for one that comes behind them, by its name. */
export function fieldPlace(name: string): number | undefined {
  return places.get(name);
}
