// Written by tools/generate-merge-keys.mjs from the Kubernetes 1.21 OpenAPI document; do not edit.
import type { OpenApiSchema } from './openapi-schema';

/** Definitions that hold, or lead to, a list with a patch strategy. Fields not named are plain. */
export const kubernetesDefinitions: Readonly<Record<string, OpenApiSchema>> = {
  'io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration': {
    properties: {
      webhooks: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'name' },
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
    },
  },
  'io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration': {
    properties: {
      webhooks: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'name' },
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
    },
  },
  'io.k8s.api.admissionregistration.v1beta1.MutatingWebhookConfiguration': {
    properties: {
      webhooks: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'name' },
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
    },
  },
  'io.k8s.api.admissionregistration.v1beta1.ValidatingWebhookConfiguration': {
    properties: {
      webhooks: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'name' },
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
    },
  },
  'io.k8s.api.apiserverinternal.v1alpha1.StorageVersion': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.apps.v1.ControllerRevision': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.apps.v1.DaemonSet': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.apps.v1.DaemonSetSpec' },
      status: { $ref: '#/definitions/io.k8s.api.apps.v1.DaemonSetStatus' },
    },
  },
  'io.k8s.api.apps.v1.DaemonSetSpec': {
    properties: { template: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' } },
  },
  'io.k8s.api.apps.v1.DaemonSetStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
    },
  },
  'io.k8s.api.apps.v1.Deployment': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.apps.v1.DeploymentSpec' },
      status: { $ref: '#/definitions/io.k8s.api.apps.v1.DeploymentStatus' },
    },
  },
  'io.k8s.api.apps.v1.DeploymentSpec': {
    properties: { template: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' } },
  },
  'io.k8s.api.apps.v1.DeploymentStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
    },
  },
  'io.k8s.api.apps.v1.Kustomization': {
    properties: {
      configMapGenerator: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'name',
      },
      secretGenerator: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'name',
      },
    },
  },
  'io.k8s.api.apps.v1.ReplicaSet': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.apps.v1.ReplicaSetSpec' },
      status: { $ref: '#/definitions/io.k8s.api.apps.v1.ReplicaSetStatus' },
    },
  },
  'io.k8s.api.apps.v1.ReplicaSetSpec': {
    properties: { template: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' } },
  },
  'io.k8s.api.apps.v1.ReplicaSetStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
    },
  },
  'io.k8s.api.apps.v1.StatefulSet': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.apps.v1.StatefulSetSpec' },
      status: { $ref: '#/definitions/io.k8s.api.apps.v1.StatefulSetStatus' },
    },
  },
  'io.k8s.api.apps.v1.StatefulSetSpec': {
    properties: {
      template: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' },
      volumeClaimTemplates: {
        type: 'array',
        items: { $ref: '#/definitions/io.k8s.api.core.v1.PersistentVolumeClaim' },
      },
    },
  },
  'io.k8s.api.apps.v1.StatefulSetStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
    },
  },
  'io.k8s.api.authentication.v1.TokenRequest': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authentication.v1.TokenReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authentication.v1beta1.TokenReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authorization.v1.LocalSubjectAccessReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authorization.v1.SelfSubjectAccessReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authorization.v1.SelfSubjectRulesReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authorization.v1.SubjectAccessReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authorization.v1beta1.LocalSubjectAccessReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authorization.v1beta1.SelfSubjectAccessReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authorization.v1beta1.SelfSubjectRulesReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.authorization.v1beta1.SubjectAccessReview': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.autoscaling.v1.Scale': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.autoscaling.v2beta1.HorizontalPodAutoscaler': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.autoscaling.v2beta2.HorizontalPodAutoscaler': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.batch.v1.CronJob': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.batch.v1.CronJobSpec' },
    },
  },
  'io.k8s.api.batch.v1.CronJobSpec': {
    properties: { jobTemplate: { $ref: '#/definitions/io.k8s.api.batch.v1.JobTemplateSpec' } },
  },
  'io.k8s.api.batch.v1.Job': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.batch.v1.JobSpec' },
      status: { $ref: '#/definitions/io.k8s.api.batch.v1.JobStatus' },
    },
  },
  'io.k8s.api.batch.v1.JobSpec': {
    properties: { template: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' } },
  },
  'io.k8s.api.batch.v1.JobStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
    },
  },
  'io.k8s.api.batch.v1.JobTemplateSpec': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.batch.v1.JobSpec' },
    },
  },
  'io.k8s.api.batch.v1beta1.CronJob': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.batch.v1beta1.CronJobSpec' },
    },
  },
  'io.k8s.api.batch.v1beta1.CronJobSpec': {
    properties: { jobTemplate: { $ref: '#/definitions/io.k8s.api.batch.v1beta1.JobTemplateSpec' } },
  },
  'io.k8s.api.batch.v1beta1.JobTemplateSpec': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.batch.v1.JobSpec' },
    },
  },
  'io.k8s.api.certificates.v1.CertificateSigningRequest': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.api.certificates.v1.CertificateSigningRequestStatus' },
    },
  },
  'io.k8s.api.certificates.v1.CertificateSigningRequestStatus': {
    properties: { conditions: { type: 'array', 'x-kubernetes-list-map-keys': ['type'] } },
  },
  'io.k8s.api.certificates.v1beta1.CertificateSigningRequest': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.api.certificates.v1beta1.CertificateSigningRequestStatus' },
    },
  },
  'io.k8s.api.certificates.v1beta1.CertificateSigningRequestStatus': {
    properties: { conditions: { type: 'array', 'x-kubernetes-list-map-keys': ['type'] } },
  },
  'io.k8s.api.coordination.v1.Lease': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.coordination.v1beta1.Lease': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.core.v1.Binding': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.core.v1.ComponentStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
    },
  },
  'io.k8s.api.core.v1.ConfigMap': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.core.v1.Container': {
    properties: {
      env: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'name' },
      ports: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'containerPort',
        'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
      },
      volumeDevices: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'devicePath',
      },
      volumeMounts: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'mountPath',
      },
    },
  },
  'io.k8s.api.core.v1.Endpoints': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.core.v1.EphemeralContainer': {
    properties: {
      env: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'name' },
      volumeDevices: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'devicePath',
      },
      volumeMounts: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'mountPath',
      },
    },
  },
  'io.k8s.api.core.v1.Event': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.core.v1.LimitRange': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.core.v1.Namespace': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.api.core.v1.NamespaceStatus' },
    },
  },
  'io.k8s.api.core.v1.NamespaceStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
    },
  },
  'io.k8s.api.core.v1.Node': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.core.v1.NodeSpec' },
      status: { $ref: '#/definitions/io.k8s.api.core.v1.NodeStatus' },
    },
  },
  'io.k8s.api.core.v1.NodeSpec': {
    properties: { podCIDRs: { type: 'array', 'x-kubernetes-patch-strategy': 'merge' } },
  },
  'io.k8s.api.core.v1.NodeStatus': {
    properties: {
      addresses: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
    },
  },
  'io.k8s.api.core.v1.PersistentVolume': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.core.v1.PersistentVolumeClaim': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.api.core.v1.PersistentVolumeClaimStatus' },
    },
  },
  'io.k8s.api.core.v1.PersistentVolumeClaimStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
    },
  },
  'io.k8s.api.core.v1.Pod': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.core.v1.PodSpec' },
      status: { $ref: '#/definitions/io.k8s.api.core.v1.PodStatus' },
    },
  },
  'io.k8s.api.core.v1.PodSpec': {
    properties: {
      containers: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'name',
        items: { $ref: '#/definitions/io.k8s.api.core.v1.Container' },
      },
      ephemeralContainers: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'name',
        items: { $ref: '#/definitions/io.k8s.api.core.v1.EphemeralContainer' },
      },
      hostAliases: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'ip' },
      imagePullSecrets: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'name',
      },
      initContainers: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'name',
        items: { $ref: '#/definitions/io.k8s.api.core.v1.Container' },
      },
      topologySpreadConstraints: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'topologyKey',
        'x-kubernetes-list-map-keys': ['topologyKey', 'whenUnsatisfiable'],
      },
      volumes: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge,retainKeys',
        'x-kubernetes-patch-merge-key': 'name',
      },
    },
  },
  'io.k8s.api.core.v1.PodStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
      podIPs: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'ip' },
    },
  },
  'io.k8s.api.core.v1.PodTemplate': {
    properties: {
      template: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' },
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' },
    },
  },
  'io.k8s.api.core.v1.PodTemplateSpec': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.core.v1.PodSpec' },
    },
  },
  'io.k8s.api.core.v1.ReplicationController': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.core.v1.ReplicationControllerSpec' },
      status: { $ref: '#/definitions/io.k8s.api.core.v1.ReplicationControllerStatus' },
    },
  },
  'io.k8s.api.core.v1.ReplicationControllerSpec': {
    properties: { template: { $ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec' } },
  },
  'io.k8s.api.core.v1.ReplicationControllerStatus': {
    properties: {
      conditions: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'type' },
    },
  },
  'io.k8s.api.core.v1.ResourceQuota': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.core.v1.Secret': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.core.v1.Service': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.core.v1.ServiceSpec' },
      status: { $ref: '#/definitions/io.k8s.api.core.v1.ServiceStatus' },
    },
  },
  'io.k8s.api.core.v1.ServiceAccount': {
    properties: {
      secrets: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'name' },
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
    },
  },
  'io.k8s.api.core.v1.ServiceSpec': {
    properties: {
      ports: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'port',
        'x-kubernetes-list-map-keys': ['port', 'protocol'],
      },
    },
  },
  'io.k8s.api.core.v1.ServiceStatus': {
    properties: {
      conditions: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'type',
        'x-kubernetes-list-map-keys': ['type'],
      },
    },
  },
  'io.k8s.api.discovery.v1.EndpointSlice': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.discovery.v1beta1.EndpointSlice': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.events.v1.Event': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.events.v1beta1.Event': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.extensions.v1beta1.Ingress': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.flowcontrol.v1beta1.FlowSchema': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.api.flowcontrol.v1beta1.FlowSchemaStatus' },
    },
  },
  'io.k8s.api.flowcontrol.v1beta1.FlowSchemaStatus': {
    properties: { conditions: { type: 'array', 'x-kubernetes-list-map-keys': ['type'] } },
  },
  'io.k8s.api.flowcontrol.v1beta1.PriorityLevelConfiguration': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.api.flowcontrol.v1beta1.PriorityLevelConfigurationStatus' },
    },
  },
  'io.k8s.api.flowcontrol.v1beta1.PriorityLevelConfigurationStatus': {
    properties: { conditions: { type: 'array', 'x-kubernetes-list-map-keys': ['type'] } },
  },
  'io.k8s.api.networking.v1.Ingress': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.networking.v1.IngressClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.networking.v1.NetworkPolicy': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.networking.v1beta1.Ingress': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.networking.v1beta1.IngressClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.node.v1.RuntimeClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.node.v1alpha1.RuntimeClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.node.v1beta1.RuntimeClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.policy.v1.Eviction': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.policy.v1.PodDisruptionBudget': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.api.policy.v1.PodDisruptionBudgetStatus' },
    },
  },
  'io.k8s.api.policy.v1.PodDisruptionBudgetStatus': {
    properties: {
      conditions: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'type',
        'x-kubernetes-list-map-keys': ['type'],
      },
    },
  },
  'io.k8s.api.policy.v1beta1.Eviction': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.policy.v1beta1.PodDisruptionBudget': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.api.policy.v1beta1.PodDisruptionBudgetStatus' },
    },
  },
  'io.k8s.api.policy.v1beta1.PodDisruptionBudgetStatus': {
    properties: {
      conditions: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'type',
        'x-kubernetes-list-map-keys': ['type'],
      },
    },
  },
  'io.k8s.api.policy.v1beta1.PodSecurityPolicy': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1.ClusterRole': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1.ClusterRoleBinding': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1.Role': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1.RoleBinding': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1alpha1.ClusterRole': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1alpha1.ClusterRoleBinding': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1alpha1.Role': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1alpha1.RoleBinding': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1beta1.ClusterRole': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1beta1.ClusterRoleBinding': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1beta1.Role': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.rbac.v1beta1.RoleBinding': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.scheduling.v1.PriorityClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.scheduling.v1alpha1.PriorityClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.scheduling.v1beta1.PriorityClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.storage.v1.CSIDriver': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.storage.v1.CSINode': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.storage.v1.CSINodeSpec' },
    },
  },
  'io.k8s.api.storage.v1.CSINodeSpec': {
    properties: {
      drivers: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'name' },
    },
  },
  'io.k8s.api.storage.v1.StorageClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.storage.v1.VolumeAttachment': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.storage.v1alpha1.CSIStorageCapacity': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.storage.v1alpha1.VolumeAttachment': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.storage.v1beta1.CSIDriver': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.storage.v1beta1.CSINode': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: { $ref: '#/definitions/io.k8s.api.storage.v1beta1.CSINodeSpec' },
    },
  },
  'io.k8s.api.storage.v1beta1.CSINodeSpec': {
    properties: {
      drivers: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'name' },
    },
  },
  'io.k8s.api.storage.v1beta1.CSIStorageCapacity': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.storage.v1beta1.CSIStorageCapacityList': {
    properties: { items: { type: 'array', 'x-kubernetes-list-map-keys': ['name'] } },
  },
  'io.k8s.api.storage.v1beta1.StorageClass': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.api.storage.v1beta1.VolumeAttachment': {
    properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: {
        $ref: '#/definitions/io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus',
      },
    },
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus': {
    properties: { conditions: { type: 'array', 'x-kubernetes-list-map-keys': ['type'] } },
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinition': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: {
        $ref: '#/definitions/io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinitionStatus',
      },
    },
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinitionStatus': {
    properties: { conditions: { type: 'array', 'x-kubernetes-list-map-keys': ['type'] } },
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': {
    properties: {
      finalizers: { type: 'array', 'x-kubernetes-patch-strategy': 'merge' },
      ownerReferences: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'uid' },
    },
  },
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus' },
    },
  },
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus': {
    properties: {
      conditions: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'type',
        'x-kubernetes-list-map-keys': ['type'],
      },
    },
  },
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIService': {
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      status: { $ref: '#/definitions/io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIServiceStatus' },
    },
  },
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIServiceStatus': {
    properties: {
      conditions: {
        type: 'array',
        'x-kubernetes-patch-strategy': 'merge',
        'x-kubernetes-patch-merge-key': 'type',
        'x-kubernetes-list-map-keys': ['type'],
      },
    },
  },
};

/** `apiVersion/kind` of each resource type → its definition. */
export const kubernetesKinds: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration':
    'io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration':
    'io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration':
    'io.k8s.api.admissionregistration.v1beta1.MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration':
    'io.k8s.api.admissionregistration.v1beta1.ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/v1/CustomResourceDefinition':
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
  'apiextensions.k8s.io/v1beta1/CustomResourceDefinition':
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinition',
  'apiregistration.k8s.io/v1/APIService': 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  'apiregistration.k8s.io/v1beta1/APIService': 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIService',
  'apps/v1/ControllerRevision': 'io.k8s.api.apps.v1.ControllerRevision',
  'apps/v1/DaemonSet': 'io.k8s.api.apps.v1.DaemonSet',
  'apps/v1/Deployment': 'io.k8s.api.apps.v1.Deployment',
  'apps/v1/ReplicaSet': 'io.k8s.api.apps.v1.ReplicaSet',
  'apps/v1/StatefulSet': 'io.k8s.api.apps.v1.StatefulSet',
  'authentication.k8s.io/v1/TokenRequest': 'io.k8s.api.authentication.v1.TokenRequest',
  'authentication.k8s.io/v1/TokenReview': 'io.k8s.api.authentication.v1.TokenReview',
  'authentication.k8s.io/v1beta1/TokenReview': 'io.k8s.api.authentication.v1beta1.TokenReview',
  'authorization.k8s.io/v1/LocalSubjectAccessReview': 'io.k8s.api.authorization.v1.LocalSubjectAccessReview',
  'authorization.k8s.io/v1/SelfSubjectAccessReview': 'io.k8s.api.authorization.v1.SelfSubjectAccessReview',
  'authorization.k8s.io/v1/SelfSubjectRulesReview': 'io.k8s.api.authorization.v1.SelfSubjectRulesReview',
  'authorization.k8s.io/v1/SubjectAccessReview': 'io.k8s.api.authorization.v1.SubjectAccessReview',
  'authorization.k8s.io/v1beta1/LocalSubjectAccessReview': 'io.k8s.api.authorization.v1beta1.LocalSubjectAccessReview',
  'authorization.k8s.io/v1beta1/SelfSubjectAccessReview': 'io.k8s.api.authorization.v1beta1.SelfSubjectAccessReview',
  'authorization.k8s.io/v1beta1/SelfSubjectRulesReview': 'io.k8s.api.authorization.v1beta1.SelfSubjectRulesReview',
  'authorization.k8s.io/v1beta1/SubjectAccessReview': 'io.k8s.api.authorization.v1beta1.SubjectAccessReview',
  'autoscaling/v1/HorizontalPodAutoscaler': 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  'autoscaling/v1/Scale': 'io.k8s.api.autoscaling.v1.Scale',
  'autoscaling/v2beta1/HorizontalPodAutoscaler': 'io.k8s.api.autoscaling.v2beta1.HorizontalPodAutoscaler',
  'autoscaling/v2beta2/HorizontalPodAutoscaler': 'io.k8s.api.autoscaling.v2beta2.HorizontalPodAutoscaler',
  'batch/v1/CronJob': 'io.k8s.api.batch.v1.CronJob',
  'batch/v1/Job': 'io.k8s.api.batch.v1.Job',
  'batch/v1beta1/CronJob': 'io.k8s.api.batch.v1beta1.CronJob',
  'certificates.k8s.io/v1/CertificateSigningRequest': 'io.k8s.api.certificates.v1.CertificateSigningRequest',
  'certificates.k8s.io/v1beta1/CertificateSigningRequest': 'io.k8s.api.certificates.v1beta1.CertificateSigningRequest',
  'coordination.k8s.io/v1/Lease': 'io.k8s.api.coordination.v1.Lease',
  'coordination.k8s.io/v1beta1/Lease': 'io.k8s.api.coordination.v1beta1.Lease',
  'discovery.k8s.io/v1/EndpointSlice': 'io.k8s.api.discovery.v1.EndpointSlice',
  'discovery.k8s.io/v1beta1/EndpointSlice': 'io.k8s.api.discovery.v1beta1.EndpointSlice',
  'events.k8s.io/v1/Event': 'io.k8s.api.events.v1.Event',
  'events.k8s.io/v1beta1/Event': 'io.k8s.api.events.v1beta1.Event',
  'extensions/v1beta1/Ingress': 'io.k8s.api.extensions.v1beta1.Ingress',
  'flowcontrol.apiserver.k8s.io/v1beta1/FlowSchema': 'io.k8s.api.flowcontrol.v1beta1.FlowSchema',
  'flowcontrol.apiserver.k8s.io/v1beta1/PriorityLevelConfiguration':
    'io.k8s.api.flowcontrol.v1beta1.PriorityLevelConfiguration',
  'internal.apiserver.k8s.io/v1alpha1/StorageVersion': 'io.k8s.api.apiserverinternal.v1alpha1.StorageVersion',
  'kustomize.config.k8s.io/v1beta1/Kustomization': 'io.k8s.api.apps.v1.Kustomization',
  'networking.k8s.io/v1/Ingress': 'io.k8s.api.networking.v1.Ingress',
  'networking.k8s.io/v1/IngressClass': 'io.k8s.api.networking.v1.IngressClass',
  'networking.k8s.io/v1/NetworkPolicy': 'io.k8s.api.networking.v1.NetworkPolicy',
  'networking.k8s.io/v1beta1/Ingress': 'io.k8s.api.networking.v1beta1.Ingress',
  'networking.k8s.io/v1beta1/IngressClass': 'io.k8s.api.networking.v1beta1.IngressClass',
  'node.k8s.io/v1/RuntimeClass': 'io.k8s.api.node.v1.RuntimeClass',
  'node.k8s.io/v1alpha1/RuntimeClass': 'io.k8s.api.node.v1alpha1.RuntimeClass',
  'node.k8s.io/v1beta1/RuntimeClass': 'io.k8s.api.node.v1beta1.RuntimeClass',
  'policy/v1/Eviction': 'io.k8s.api.policy.v1.Eviction',
  'policy/v1/PodDisruptionBudget': 'io.k8s.api.policy.v1.PodDisruptionBudget',
  'policy/v1beta1/Eviction': 'io.k8s.api.policy.v1beta1.Eviction',
  'policy/v1beta1/PodDisruptionBudget': 'io.k8s.api.policy.v1beta1.PodDisruptionBudget',
  'policy/v1beta1/PodSecurityPolicy': 'io.k8s.api.policy.v1beta1.PodSecurityPolicy',
  'rbac.authorization.k8s.io/v1/ClusterRole': 'io.k8s.api.rbac.v1.ClusterRole',
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': 'io.k8s.api.rbac.v1.ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1/Role': 'io.k8s.api.rbac.v1.Role',
  'rbac.authorization.k8s.io/v1/RoleBinding': 'io.k8s.api.rbac.v1.RoleBinding',
  'rbac.authorization.k8s.io/v1alpha1/ClusterRole': 'io.k8s.api.rbac.v1alpha1.ClusterRole',
  'rbac.authorization.k8s.io/v1alpha1/ClusterRoleBinding': 'io.k8s.api.rbac.v1alpha1.ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1alpha1/Role': 'io.k8s.api.rbac.v1alpha1.Role',
  'rbac.authorization.k8s.io/v1alpha1/RoleBinding': 'io.k8s.api.rbac.v1alpha1.RoleBinding',
  'rbac.authorization.k8s.io/v1beta1/ClusterRole': 'io.k8s.api.rbac.v1beta1.ClusterRole',
  'rbac.authorization.k8s.io/v1beta1/ClusterRoleBinding': 'io.k8s.api.rbac.v1beta1.ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1beta1/Role': 'io.k8s.api.rbac.v1beta1.Role',
  'rbac.authorization.k8s.io/v1beta1/RoleBinding': 'io.k8s.api.rbac.v1beta1.RoleBinding',
  'scheduling.k8s.io/v1/PriorityClass': 'io.k8s.api.scheduling.v1.PriorityClass',
  'scheduling.k8s.io/v1alpha1/PriorityClass': 'io.k8s.api.scheduling.v1alpha1.PriorityClass',
  'scheduling.k8s.io/v1beta1/PriorityClass': 'io.k8s.api.scheduling.v1beta1.PriorityClass',
  'storage.k8s.io/v1/CSIDriver': 'io.k8s.api.storage.v1.CSIDriver',
  'storage.k8s.io/v1/CSINode': 'io.k8s.api.storage.v1.CSINode',
  'storage.k8s.io/v1/StorageClass': 'io.k8s.api.storage.v1.StorageClass',
  'storage.k8s.io/v1/VolumeAttachment': 'io.k8s.api.storage.v1.VolumeAttachment',
  'storage.k8s.io/v1alpha1/CSIStorageCapacity': 'io.k8s.api.storage.v1alpha1.CSIStorageCapacity',
  'storage.k8s.io/v1alpha1/VolumeAttachment': 'io.k8s.api.storage.v1alpha1.VolumeAttachment',
  'storage.k8s.io/v1beta1/CSIDriver': 'io.k8s.api.storage.v1beta1.CSIDriver',
  'storage.k8s.io/v1beta1/CSINode': 'io.k8s.api.storage.v1beta1.CSINode',
  'storage.k8s.io/v1beta1/CSIStorageCapacity': 'io.k8s.api.storage.v1beta1.CSIStorageCapacity',
  'storage.k8s.io/v1beta1/StorageClass': 'io.k8s.api.storage.v1beta1.StorageClass',
  'storage.k8s.io/v1beta1/VolumeAttachment': 'io.k8s.api.storage.v1beta1.VolumeAttachment',
  'v1/Binding': 'io.k8s.api.core.v1.Binding',
  'v1/ComponentStatus': 'io.k8s.api.core.v1.ComponentStatus',
  'v1/ConfigMap': 'io.k8s.api.core.v1.ConfigMap',
  'v1/Endpoints': 'io.k8s.api.core.v1.Endpoints',
  'v1/Event': 'io.k8s.api.core.v1.Event',
  'v1/LimitRange': 'io.k8s.api.core.v1.LimitRange',
  'v1/Namespace': 'io.k8s.api.core.v1.Namespace',
  'v1/Node': 'io.k8s.api.core.v1.Node',
  'v1/PersistentVolume': 'io.k8s.api.core.v1.PersistentVolume',
  'v1/PersistentVolumeClaim': 'io.k8s.api.core.v1.PersistentVolumeClaim',
  'v1/Pod': 'io.k8s.api.core.v1.Pod',
  'v1/PodTemplate': 'io.k8s.api.core.v1.PodTemplate',
  'v1/ReplicationController': 'io.k8s.api.core.v1.ReplicationController',
  'v1/ResourceQuota': 'io.k8s.api.core.v1.ResourceQuota',
  'v1/Secret': 'io.k8s.api.core.v1.Secret',
  'v1/Service': 'io.k8s.api.core.v1.Service',
  'v1/ServiceAccount': 'io.k8s.api.core.v1.ServiceAccount',
};
