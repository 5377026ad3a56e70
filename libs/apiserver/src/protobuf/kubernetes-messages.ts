/**
 * The messages that clients of Kubernetes' Go types send, one a line: its name, then number, JSON name and type of each
 * field. `[]` is a list, `{}` a map by text; a field named `...` is a message whose fields JSON has in its place; `?`
 * says that the field may be there and zero. Numbers and names are those of the protobuf tags of k8s.io/api v0.34,
 * and never change.
 */
export const KUBERNETES_MESSAGES = `
AWSElasticBlockStoreVolumeSource: 1 volumeID string, 2 fsType string, 3 partition integer, 4 readOnly boolean
Affinity: 1 nodeAffinity NodeAffinity, 2 podAffinity PodAffinity, 3 podAntiAffinity PodAntiAffinity
AggregationRule: 1 clusterRoleSelectors []LabelSelector
AppArmorProfile: 1 type string, 2 localhostProfile? string
AzureDiskVolumeSource: 1 diskName string, 2 diskURI string, 3 cachingMode? string, 4 fsType? string, 5 readOnly? boolean, 6 kind? string
AzureFileVolumeSource: 1 secretName string, 2 shareName string, 3 readOnly boolean
BoundObjectReference: 1 kind string, 2 apiVersion string, 3 name string, 4 uid string
CSIVolumeSource: 1 driver string, 2 readOnly? boolean, 3 fsType? string, 4 volumeAttributes {}string, 5 nodePublishSecretRef LocalObjectReference
Capabilities: 1 add []string, 2 drop []string
CephFSVolumeSource: 1 monitors []string, 2 path string, 3 user string, 4 secretFile string, 5 secretRef LocalObjectReference, 6 readOnly boolean
CinderVolumeSource: 1 volumeID string, 2 fsType string, 3 readOnly boolean, 4 secretRef LocalObjectReference
ClientIPConfig: 1 timeoutSeconds? integer
ClusterRole: 1 metadata ObjectMeta, 2 rules []PolicyRule, 3 aggregationRule AggregationRule
ClusterRoleBinding: 1 metadata ObjectMeta, 2 subjects []Subject, 3 roleRef RoleRef
ClusterTrustBundleProjection: 1 name? string, 2 signerName? string, 3 labelSelector LabelSelector, 4 path string, 5 optional? boolean
Condition: 1 type string, 2 status string, 3 observedGeneration integer, 4 lastTransitionTime time, 5 reason string, 6 message string
ConfigMap: 1 metadata ObjectMeta, 2 data {}string, 3 binaryData {}bytes, 4 immutable? boolean
ConfigMapEnvSource: 1 ... LocalObjectReference, 2 optional? boolean
ConfigMapKeySelector: 1 ... LocalObjectReference, 2 key string, 3 optional? boolean
ConfigMapProjection: 1 ... LocalObjectReference, 2 items []KeyToPath, 4 optional? boolean
ConfigMapVolumeSource: 1 ... LocalObjectReference, 2 items []KeyToPath, 3 defaultMode? integer, 4 optional? boolean
Container: 1 name string, 2 image string, 3 command []string, 4 args []string, 5 workingDir string, 6 ports []ContainerPort, 7 env []EnvVar, 8 resources ResourceRequirements, 9 volumeMounts []VolumeMount, 10 livenessProbe Probe, 11 readinessProbe Probe, 12 lifecycle Lifecycle, 13 terminationMessagePath string, 14 imagePullPolicy string, 15 securityContext SecurityContext, 16 stdin boolean, 17 stdinOnce boolean, 18 tty boolean, 19 envFrom []EnvFromSource, 20 terminationMessagePolicy string, 21 volumeDevices []VolumeDevice, 22 startupProbe Probe, 23 resizePolicy []ContainerResizePolicy, 24 restartPolicy? string, 25 restartPolicyRules []ContainerRestartRule
ContainerPort: 1 name string, 2 hostPort integer, 3 containerPort? integer, 4 protocol string, 5 hostIP string
ContainerResizePolicy: 1 resourceName string, 2 restartPolicy string
ContainerRestartRule: 1 action string, 2 exitCodes ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes: 1 operator string, 2 values []integer
DeleteOptions: 1 gracePeriodSeconds? integer, 2 preconditions Preconditions, 3 orphanDependents? boolean, 4 propagationPolicy? string, 5 dryRun []string, 6 ignoreStoreReadErrorWithClusterBreakingPotential? boolean
Deployment: 1 metadata ObjectMeta, 2 spec DeploymentSpec, 3 status DeploymentStatus
DeploymentCondition: 1 type string, 2 status string, 4 reason string, 5 message string, 6 lastUpdateTime time, 7 lastTransitionTime time
DeploymentSpec: 1 replicas? integer, 2 selector LabelSelector, 3 template PodTemplateSpec, 4 strategy DeploymentStrategy, 5 minReadySeconds integer, 6 revisionHistoryLimit? integer, 7 paused boolean, 9 progressDeadlineSeconds? integer
DeploymentStatus: 1 observedGeneration integer, 2 replicas integer, 3 updatedReplicas integer, 4 availableReplicas integer, 5 unavailableReplicas integer, 6 conditions []DeploymentCondition, 7 readyReplicas integer, 8 collisionCount? integer, 9 terminatingReplicas? integer
DeploymentStrategy: 1 type string, 2 rollingUpdate RollingUpdateDeployment
DownwardAPIProjection: 1 items []DownwardAPIVolumeFile
DownwardAPIVolumeFile: 1 path string, 2 fieldRef ObjectFieldSelector, 3 resourceFieldRef ResourceFieldSelector, 4 mode? integer
DownwardAPIVolumeSource: 1 items []DownwardAPIVolumeFile, 2 defaultMode? integer
EmptyDirVolumeSource: 1 medium string, 2 sizeLimit quantity
EnvFromSource: 1 prefix string, 2 configMapRef ConfigMapEnvSource, 3 secretRef SecretEnvSource
EnvVar: 1 name string, 2 value string, 3 valueFrom EnvVarSource
EnvVarSource: 1 fieldRef ObjectFieldSelector, 2 resourceFieldRef ResourceFieldSelector, 3 configMapKeyRef ConfigMapKeySelector, 4 secretKeyRef SecretKeySelector, 5 fileKeyRef FileKeySelector
EphemeralContainer: 1 ... EphemeralContainerCommon, 2 targetContainerName string
EphemeralContainerCommon: 1 name string, 2 image string, 3 command []string, 4 args []string, 5 workingDir string, 6 ports []ContainerPort, 7 env []EnvVar, 8 resources ResourceRequirements, 9 volumeMounts []VolumeMount, 10 livenessProbe Probe, 11 readinessProbe Probe, 12 lifecycle Lifecycle, 13 terminationMessagePath string, 14 imagePullPolicy string, 15 securityContext SecurityContext, 16 stdin boolean, 17 stdinOnce boolean, 18 tty boolean, 19 envFrom []EnvFromSource, 20 terminationMessagePolicy string, 21 volumeDevices []VolumeDevice, 22 startupProbe Probe, 23 resizePolicy []ContainerResizePolicy, 24 restartPolicy? string, 25 restartPolicyRules []ContainerRestartRule
EphemeralVolumeSource: 1 volumeClaimTemplate PersistentVolumeClaimTemplate
Event: 1 metadata ObjectMeta, 2 involvedObject ObjectReference, 3 reason string, 4 message string, 5 source EventSource, 6 firstTimestamp time, 7 lastTimestamp time, 8 count integer, 9 type string, 10 eventTime microTime, 11 series EventSeries, 12 action string, 13 related ObjectReference, 14 reportingComponent string, 15 reportingInstance string
EventSeries: 1 count integer, 2 lastObservedTime microTime
EventSource: 1 component string, 2 host string
ExecAction: 1 command []string
FCVolumeSource: 1 targetWWNs []string, 2 lun? integer, 3 fsType string, 4 readOnly boolean, 5 wwids []string
FieldSelectorAttributes: 1 rawSelector string, 2 requirements []FieldSelectorRequirement
FieldSelectorRequirement: 1 key string, 2 operator string, 3 values []string
FileKeySelector: 1 volumeName string, 2 path string, 3 key string, 4 optional? boolean
FlexVolumeSource: 1 driver string, 2 fsType string, 3 secretRef LocalObjectReference, 4 readOnly boolean, 5 options {}string
FlockerVolumeSource: 1 datasetName string, 2 datasetUUID string
GCEPersistentDiskVolumeSource: 1 pdName string, 2 fsType string, 3 partition integer, 4 readOnly boolean
GRPCAction: 1 port? integer, 2 service? string
GitRepoVolumeSource: 1 repository string, 2 revision string, 3 directory string
GlusterfsVolumeSource: 1 endpoints string, 2 path string, 3 readOnly boolean
HTTPGetAction: 1 path string, 2 port intOrString, 3 host string, 4 scheme string, 5 httpHeaders []HTTPHeader
HTTPHeader: 1 name string, 2 value string
HostAlias: 1 ip string, 2 hostnames []string
HostPathVolumeSource: 1 path string, 2 type? string
ISCSIVolumeSource: 1 targetPortal string, 2 iqn string, 3 lun? integer, 4 iscsiInterface string, 5 fsType string, 6 readOnly boolean, 7 portals []string, 8 chapAuthDiscovery boolean, 10 secretRef LocalObjectReference, 11 chapAuthSession boolean, 12 initiatorName? string
ImageVolumeSource: 1 reference string, 2 pullPolicy string
KeyToPath: 1 key string, 2 path string, 3 mode? integer
LabelSelector: 1 matchLabels {}string, 2 matchExpressions []LabelSelectorRequirement
LabelSelectorAttributes: 1 rawSelector string, 2 requirements []LabelSelectorRequirement
LabelSelectorRequirement: 1 key string, 2 operator string, 3 values []string
Lease: 1 metadata ObjectMeta, 2 spec LeaseSpec
LeaseSpec: 1 holderIdentity? string, 2 leaseDurationSeconds? integer, 3 acquireTime microTime, 4 renewTime microTime, 5 leaseTransitions? integer, 6 strategy? string, 7 preferredHolder? string
Lifecycle: 1 postStart LifecycleHandler, 2 preStop LifecycleHandler, 3 stopSignal? string
LifecycleHandler: 1 exec ExecAction, 2 httpGet HTTPGetAction, 3 tcpSocket TCPSocketAction, 4 sleep SleepAction
LoadBalancerIngress: 1 ip string, 2 hostname string, 3 ipMode? string, 4 ports []PortStatus
LoadBalancerStatus: 1 ingress []LoadBalancerIngress
LocalObjectReference: 1 name string
LocalSubjectAccessReview: 1 metadata ObjectMeta, 2 spec SubjectAccessReviewSpec, 3 status SubjectAccessReviewStatus
ManagedFieldsEntry: 1 manager string, 2 operation string, 3 apiVersion string, 4 time time, 6 fieldsType string, 7 fieldsV1 ignored, 8 subresource string
NFSVolumeSource: 1 server string, 2 path string, 3 readOnly boolean
Namespace: 1 metadata ObjectMeta, 2 spec NamespaceSpec, 3 status NamespaceStatus
NamespaceCondition: 1 type string, 2 status string, 4 lastTransitionTime time, 5 reason string, 6 message string
NamespaceSpec: 1 finalizers []string
NamespaceStatus: 1 phase string, 2 conditions []NamespaceCondition
NewEvent: 1 metadata ObjectMeta, 2 eventTime microTime, 3 series EventSeries, 4 reportingController string, 5 reportingInstance string, 6 action string, 7 reason string, 8 regarding ObjectReference, 9 related ObjectReference, 10 note string, 11 type string, 12 deprecatedSource EventSource, 13 deprecatedFirstTimestamp time, 14 deprecatedLastTimestamp time, 15 deprecatedCount integer
NodeAffinity: 1 requiredDuringSchedulingIgnoredDuringExecution NodeSelector, 2 preferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm
NodeSelector: 1 nodeSelectorTerms []NodeSelectorTerm
NodeSelectorRequirement: 1 key string, 2 operator string, 3 values []string
NodeSelectorTerm: 1 matchExpressions []NodeSelectorRequirement, 2 matchFields []NodeSelectorRequirement
NonResourceAttributes: 1 path string, 2 verb string
NonResourceRule: 1 verbs []string, 2 nonResourceURLs []string
ObjectFieldSelector: 1 apiVersion string, 2 fieldPath string
ObjectMeta: 1 name string, 2 generateName string, 3 namespace string, 4 selfLink ignored, 5 uid string, 6 resourceVersion string, 7 generation integer, 8 creationTimestamp time, 9 deletionTimestamp time, 10 deletionGracePeriodSeconds? integer, 11 labels {}string, 12 annotations {}string, 13 ownerReferences []OwnerReference, 14 finalizers []string, 17 managedFields ignored
ObjectReference: 1 kind string, 2 namespace string, 3 name string, 4 uid string, 5 apiVersion string, 6 resourceVersion string, 7 fieldPath string
OwnerReference: 1 kind string, 3 name string, 4 uid string, 5 apiVersion string, 6 controller? boolean, 7 blockOwnerDeletion? boolean
PersistentVolumeClaimSpec: 1 accessModes []string, 2 resources VolumeResourceRequirements, 3 volumeName string, 4 selector LabelSelector, 5 storageClassName? string, 6 volumeMode? string, 7 dataSource TypedLocalObjectReference, 8 dataSourceRef TypedObjectReference, 9 volumeAttributesClassName? string
PersistentVolumeClaimTemplate: 1 metadata ObjectMeta, 2 spec PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource: 1 claimName string, 2 readOnly boolean
PhotonPersistentDiskVolumeSource: 1 pdID string, 2 fsType string
PodAffinity: 1 requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm, 2 preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm
PodAffinityTerm: 1 labelSelector LabelSelector, 2 namespaces []string, 3 topologyKey string, 4 namespaceSelector LabelSelector, 5 matchLabelKeys []string, 6 mismatchLabelKeys []string
PodAntiAffinity: 1 requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm, 2 preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm
PodCertificateProjection: 1 signerName string, 2 keyType string, 3 maxExpirationSeconds? integer, 4 credentialBundlePath string, 5 keyPath string, 6 certificateChainPath string
PodDNSConfig: 1 nameservers []string, 2 searches []string, 3 options []PodDNSConfigOption
PodDNSConfigOption: 1 name string, 2 value? string
PodOS: 1 name string
PodReadinessGate: 1 conditionType string
PodResourceClaim: 1 name string, 3 resourceClaimName? string, 4 resourceClaimTemplateName? string
PodSchedulingGate: 1 name string
PodSecurityContext: 1 seLinuxOptions SELinuxOptions, 2 runAsUser? integer, 3 runAsNonRoot? boolean, 4 supplementalGroups []integer, 5 fsGroup? integer, 6 runAsGroup? integer, 7 sysctls []Sysctl, 8 windowsOptions WindowsSecurityContextOptions, 9 fsGroupChangePolicy? string, 10 seccompProfile SeccompProfile, 11 appArmorProfile AppArmorProfile, 12 supplementalGroupsPolicy? string, 13 seLinuxChangePolicy? string
PodSpec: 1 volumes []Volume, 2 containers []Container, 3 restartPolicy string, 4 terminationGracePeriodSeconds? integer, 5 activeDeadlineSeconds? integer, 6 dnsPolicy string, 7 nodeSelector {}string, 8 serviceAccountName string, 9 serviceAccount string, 10 nodeName string, 11 hostNetwork boolean, 12 hostPID boolean, 13 hostIPC boolean, 14 securityContext PodSecurityContext, 15 imagePullSecrets []LocalObjectReference, 16 hostname string, 17 subdomain string, 18 affinity Affinity, 19 schedulerName string, 20 initContainers []Container, 21 automountServiceAccountToken? boolean, 22 tolerations []Toleration, 23 hostAliases []HostAlias, 24 priorityClassName string, 25 priority? integer, 26 dnsConfig PodDNSConfig, 27 shareProcessNamespace? boolean, 28 readinessGates []PodReadinessGate, 29 runtimeClassName? string, 30 enableServiceLinks? boolean, 31 preemptionPolicy? string, 32 overhead {}quantity, 33 topologySpreadConstraints []TopologySpreadConstraint, 34 ephemeralContainers []EphemeralContainer, 35 setHostnameAsFQDN? boolean, 36 os PodOS, 37 hostUsers? boolean, 38 schedulingGates []PodSchedulingGate, 39 resourceClaims []PodResourceClaim, 40 resources ResourceRequirements, 41 hostnameOverride? string
PodTemplateSpec: 1 metadata ObjectMeta, 2 spec PodSpec
PolicyRule: 1 verbs []string, 2 apiGroups []string, 3 resources []string, 4 resourceNames []string, 5 nonResourceURLs []string
PortStatus: 1 port? integer, 2 protocol string, 3 error? string
PortworxVolumeSource: 1 volumeID string, 2 fsType string, 3 readOnly boolean
Preconditions: 1 uid? string, 2 resourceVersion? string
PreferredSchedulingTerm: 1 weight? integer, 2 preference NodeSelectorTerm
Probe: 1 ... ProbeHandler, 2 initialDelaySeconds integer, 3 timeoutSeconds integer, 4 periodSeconds integer, 5 successThreshold integer, 6 failureThreshold integer, 7 terminationGracePeriodSeconds? integer
ProbeHandler: 1 exec ExecAction, 2 httpGet HTTPGetAction, 3 tcpSocket TCPSocketAction, 4 grpc GRPCAction
ProjectedVolumeSource: 1 sources []VolumeProjection, 2 defaultMode? integer
QuobyteVolumeSource: 1 registry string, 2 volume string, 3 readOnly boolean, 4 user string, 5 group string, 6 tenant string
RBDVolumeSource: 1 monitors []string, 2 image string, 3 fsType string, 4 pool string, 5 user string, 6 keyring string, 7 secretRef LocalObjectReference, 8 readOnly boolean
ResourceAttributes: 1 namespace string, 2 verb string, 3 group string, 4 version string, 5 resource string, 6 subresource string, 7 name string, 8 fieldSelector FieldSelectorAttributes, 9 labelSelector LabelSelectorAttributes
ResourceClaim: 1 name string, 2 request string
ResourceFieldSelector: 1 containerName string, 2 resource string, 3 divisor quantity
ResourceRequirements: 1 limits {}quantity, 2 requests {}quantity, 3 claims []ResourceClaim
ResourceRule: 1 verbs []string, 2 apiGroups []string, 3 resources []string, 4 resourceNames []string
Role: 1 metadata ObjectMeta, 2 rules []PolicyRule
RoleBinding: 1 metadata ObjectMeta, 2 subjects []Subject, 3 roleRef RoleRef
RoleRef: 1 apiGroup string, 2 kind string, 3 name string
RollingUpdateDeployment: 1 maxUnavailable intOrString, 2 maxSurge intOrString
SELinuxOptions: 1 user string, 2 role string, 3 type string, 4 level string
ScaleIOVolumeSource: 1 gateway string, 2 system string, 3 secretRef LocalObjectReference, 4 sslEnabled boolean, 5 protectionDomain string, 6 storagePool string, 7 storageMode string, 8 volumeName string, 9 fsType string, 10 readOnly boolean
SeccompProfile: 1 type string, 2 localhostProfile? string
Secret: 1 metadata ObjectMeta, 2 data {}bytes, 3 type string, 4 stringData {}string, 5 immutable? boolean
SecretEnvSource: 1 ... LocalObjectReference, 2 optional? boolean
SecretKeySelector: 1 ... LocalObjectReference, 2 key string, 3 optional? boolean
SecretProjection: 1 ... LocalObjectReference, 2 items []KeyToPath, 4 optional? boolean
SecretVolumeSource: 1 secretName string, 2 items []KeyToPath, 3 defaultMode? integer, 4 optional? boolean
SecurityContext: 1 capabilities Capabilities, 2 privileged? boolean, 3 seLinuxOptions SELinuxOptions, 4 runAsUser? integer, 5 runAsNonRoot? boolean, 6 readOnlyRootFilesystem? boolean, 7 allowPrivilegeEscalation? boolean, 8 runAsGroup? integer, 9 procMount? string, 10 windowsOptions WindowsSecurityContextOptions, 11 seccompProfile SeccompProfile, 12 appArmorProfile AppArmorProfile
SelfSubjectAccessReview: 1 metadata ObjectMeta, 2 spec SelfSubjectAccessReviewSpec, 3 status SubjectAccessReviewStatus
SelfSubjectAccessReviewSpec: 1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes
SelfSubjectReview: 1 metadata ObjectMeta, 2 status SelfSubjectReviewStatus
SelfSubjectReviewStatus: 1 userInfo UserInfo
SelfSubjectRulesReview: 1 metadata ObjectMeta, 2 spec SelfSubjectRulesReviewSpec, 3 status SubjectRulesReviewStatus
SelfSubjectRulesReviewSpec: 1 namespace string
Service: 1 metadata ObjectMeta, 2 spec ServiceSpec, 3 status ServiceStatus
ServiceAccount: 1 metadata ObjectMeta, 2 secrets []ObjectReference, 3 imagePullSecrets []LocalObjectReference, 4 automountServiceAccountToken? boolean
ServiceAccountTokenProjection: 1 audience string, 2 expirationSeconds? integer, 3 path string
ServicePort: 1 name string, 2 protocol string, 3 port? integer, 4 targetPort intOrString, 5 nodePort integer, 6 appProtocol? string
ServiceSpec: 1 ports []ServicePort, 2 selector {}string, 3 clusterIP string, 4 type string, 5 externalIPs []string, 7 sessionAffinity string, 8 loadBalancerIP string, 9 loadBalancerSourceRanges []string, 10 externalName string, 11 externalTrafficPolicy string, 12 healthCheckNodePort integer, 13 publishNotReadyAddresses boolean, 14 sessionAffinityConfig SessionAffinityConfig, 17 ipFamilyPolicy? string, 18 clusterIPs []string, 19 ipFamilies []string, 20 allocateLoadBalancerNodePorts? boolean, 21 loadBalancerClass? string, 22 internalTrafficPolicy? string, 23 trafficDistribution? string
ServiceStatus: 1 loadBalancer LoadBalancerStatus, 2 conditions []Condition
SessionAffinityConfig: 1 clientIP ClientIPConfig
SleepAction: 1 seconds? integer
StorageOSVolumeSource: 1 volumeName string, 2 volumeNamespace string, 3 fsType string, 4 readOnly boolean, 5 secretRef LocalObjectReference
Subject: 1 kind string, 2 apiGroup string, 3 name string, 4 namespace string
SubjectAccessReview: 1 metadata ObjectMeta, 2 spec SubjectAccessReviewSpec, 3 status SubjectAccessReviewStatus
SubjectAccessReviewSpec: 1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes, 3 user string, 4 groups []string, 5 extra {}strings, 6 uid string
SubjectAccessReviewStatus: 1 allowed? boolean, 2 reason string, 3 evaluationError string, 4 denied boolean
SubjectRulesReviewStatus: 1 resourceRules []ResourceRule, 2 nonResourceRules []NonResourceRule, 3 incomplete? boolean, 4 evaluationError string
Sysctl: 1 name string, 2 value string
TCPSocketAction: 1 port intOrString, 2 host string
TokenRequest: 1 metadata ObjectMeta, 2 spec TokenRequestSpec, 3 status TokenRequestStatus
TokenRequestSpec: 1 audiences []string, 3 boundObjectRef BoundObjectReference, 4 expirationSeconds? integer
TokenRequestStatus: 1 token string, 2 expirationTimestamp time
TokenReview: 1 metadata ObjectMeta, 2 spec TokenReviewSpec, 3 status TokenReviewStatus
TokenReviewSpec: 1 token string, 2 audiences []string
TokenReviewStatus: 1 authenticated boolean, 2 user UserInfo, 3 error string, 4 audiences []string
Toleration: 1 key string, 2 operator string, 3 value string, 4 effect string, 5 tolerationSeconds? integer
TopologySpreadConstraint: 1 maxSkew? integer, 2 topologyKey string, 3 whenUnsatisfiable string, 4 labelSelector LabelSelector, 5 minDomains? integer, 6 nodeAffinityPolicy? string, 7 nodeTaintsPolicy? string, 8 matchLabelKeys []string
TypedLocalObjectReference: 1 apiGroup? string, 2 kind string, 3 name string
TypedObjectReference: 1 apiGroup? string, 2 kind string, 3 name string, 4 namespace? string
UserInfo: 1 username string, 2 uid string, 3 groups []string, 4 extra {}strings
Volume: 1 name string, 2 ... VolumeSource
VolumeDevice: 1 name string, 2 devicePath string
VolumeMount: 1 name string, 2 readOnly boolean, 3 mountPath string, 4 subPath string, 5 mountPropagation? string, 6 subPathExpr string, 7 recursiveReadOnly? string
VolumeProjection: 1 secret SecretProjection, 2 downwardAPI DownwardAPIProjection, 3 configMap ConfigMapProjection, 4 serviceAccountToken ServiceAccountTokenProjection, 5 clusterTrustBundle ClusterTrustBundleProjection, 6 podCertificate PodCertificateProjection
VolumeResourceRequirements: 1 limits {}quantity, 2 requests {}quantity
VolumeSource: 1 hostPath HostPathVolumeSource, 2 emptyDir EmptyDirVolumeSource, 3 gcePersistentDisk GCEPersistentDiskVolumeSource, 4 awsElasticBlockStore AWSElasticBlockStoreVolumeSource, 5 gitRepo GitRepoVolumeSource, 6 secret SecretVolumeSource, 7 nfs NFSVolumeSource, 8 iscsi ISCSIVolumeSource, 9 glusterfs GlusterfsVolumeSource, 10 persistentVolumeClaim PersistentVolumeClaimVolumeSource, 11 rbd RBDVolumeSource, 12 flexVolume FlexVolumeSource, 13 cinder CinderVolumeSource, 14 cephfs CephFSVolumeSource, 15 flocker FlockerVolumeSource, 16 downwardAPI DownwardAPIVolumeSource, 17 fc FCVolumeSource, 18 azureFile AzureFileVolumeSource, 19 configMap ConfigMapVolumeSource, 20 vsphereVolume VsphereVirtualDiskVolumeSource, 21 quobyte QuobyteVolumeSource, 22 azureDisk AzureDiskVolumeSource, 23 photonPersistentDisk PhotonPersistentDiskVolumeSource, 24 portworxVolume PortworxVolumeSource, 25 scaleIO ScaleIOVolumeSource, 26 projected ProjectedVolumeSource, 27 storageos StorageOSVolumeSource, 28 csi CSIVolumeSource, 29 ephemeral EphemeralVolumeSource, 30 image ImageVolumeSource
VsphereVirtualDiskVolumeSource: 1 volumePath string, 2 fsType string, 3 storagePolicyName string, 4 storagePolicyID string
WeightedPodAffinityTerm: 1 weight? integer, 2 podAffinityTerm PodAffinityTerm
WindowsSecurityContextOptions: 1 gmsaCredentialSpecName? string, 2 gmsaCredentialSpec? string, 3 runAsUserName? string, 4 hostProcess? boolean
`;
